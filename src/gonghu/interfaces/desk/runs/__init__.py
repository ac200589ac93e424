"""Pages of the runs (比对页面)."""
