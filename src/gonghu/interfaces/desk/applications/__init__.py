"""Pages of the applications and what children are given (申请与待遇页面)."""
