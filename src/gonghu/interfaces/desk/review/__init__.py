"""Pages of the clerical review (人工核对页面)."""
