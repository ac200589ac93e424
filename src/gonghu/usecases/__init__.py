"""One file per sentence of the mission."""
