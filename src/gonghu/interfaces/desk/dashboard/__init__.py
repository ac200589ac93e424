"""The page of figures (总览页面)."""
