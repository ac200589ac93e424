"""What is written about people (人员的写入)."""

from gonghu.domain.people.operations.opening import open_files

__all__ = [
    "open_files",
]
