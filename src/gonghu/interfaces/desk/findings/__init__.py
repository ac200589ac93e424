"""Pages of the findings (问题页面)."""
