"""Pages of the children's files (儿童档案页面)."""
