"""Searching for a child from anywhere (搜索)."""
