"""Pages of holidays (假期): where children are, and whose parents are both away at New Year."""
