"""Pages of sweeps from door to door (入户摸排)."""
