"""Pages of the recognitions (认定页面)."""
