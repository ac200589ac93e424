"""Reading of people (人员的查询)."""

from gonghu.domain.people.queries.lists import ChildrenWanted, children_in, names_of_children
from gonghu.domain.people.queries.searching import search_children

__all__ = [
    "ChildrenWanted",
    "children_in",
    "names_of_children",
    "search_children",
]
