"""Opening children's files by the hundred thousand (批量建档)."""
