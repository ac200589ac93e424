"""Looking at a child's file in an emergency (紧急查阅) on the desk."""
