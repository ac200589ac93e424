"""The people of the demonstration, one click to be each of them (演示)."""
