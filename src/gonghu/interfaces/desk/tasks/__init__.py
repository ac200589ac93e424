"""Pages of tasks (任务页面): lists, one task, bulk assignment, how late work is, rectification orders, clocks."""
