"""Filters that people keep under a name (常用筛选)."""
