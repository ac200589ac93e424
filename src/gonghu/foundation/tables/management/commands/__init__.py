"""Commands of Django that are changed (命令)."""
