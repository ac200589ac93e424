"""Visits to children at home (走访探视), problems found and put right, and how far everybody was reached."""
