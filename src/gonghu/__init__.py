"""Gonghu (共护): the policy finds the child (政策找人)."""
