"""The conditions of a list that somebody keeps under a name (常用筛选)."""
