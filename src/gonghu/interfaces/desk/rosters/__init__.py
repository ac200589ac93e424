"""Pages of the rosters (名册页面)."""
