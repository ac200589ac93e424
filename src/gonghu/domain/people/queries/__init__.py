"""Reading of people (人员的查询)."""

from gonghu.domain.people.queries.duplicates import possible_duplicates
from gonghu.domain.people.queries.family import Family, family_of
from gonghu.domain.people.queries.files import ChildFile, NoSuchFile, child_file, may_unmask
from gonghu.domain.people.queries.keys import child_places, keys_of_child, merges_of
from gonghu.domain.people.queries.lists import ALL_FILES, ChildrenWanted, children_in, names_of_children
from gonghu.domain.people.queries.places import children_by_village
from gonghu.domain.people.queries.searching import search_children

__all__ = [
    "ALL_FILES",
    "ChildFile",
    "ChildrenWanted",
    "Family",
    "NoSuchFile",
    "child_file",
    "child_places",
    "children_by_village",
    "children_in",
    "family_of",
    "keys_of_child",
    "may_unmask",
    "merges_of",
    "names_of_children",
    "possible_duplicates",
    "search_children",
]
