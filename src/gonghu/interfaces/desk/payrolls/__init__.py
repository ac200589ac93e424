"""Pages of the payrolls (发放页面)."""
