"""A Django app for tests of the foundation: letters whose text is nobody's business."""
