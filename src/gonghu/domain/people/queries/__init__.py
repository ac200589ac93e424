"""Reading of people (人员的查询)."""

from gonghu.domain.people.queries.comparing import (
    PersonCompared,
    bearer_compared,
    merge_by_key,
    person_compared,
)
from gonghu.domain.people.queries.duplicates import alike_children, possible_duplicates, two_files
from gonghu.domain.people.queries.facts import FactTold, fact_told, facts_told
from gonghu.domain.people.queries.family import Family, family_of
from gonghu.domain.people.queries.files import ChildFile, NoSuchFile, assignment_of, child_file, may_unmask
from gonghu.domain.people.queries.grown_up import GrownUp, grown_up_after_recognition
from gonghu.domain.people.queries.households import households_of
from gonghu.domain.people.queries.identities import Identity, identities_of
from gonghu.domain.people.queries.keys import (
    categories_held,
    child_places,
    file_in_use,
    files_in_use,
    keys_of_child,
    merges_of,
)
from gonghu.domain.people.queries.lists import ALL_FILES, ChildrenWanted, children_in, names_of_children
from gonghu.domain.people.queries.places import children_by_village
from gonghu.domain.people.queries.schooling import enrolments_since
from gonghu.domain.people.queries.searching import search_children

__all__ = [
    "ALL_FILES",
    "ChildFile",
    "ChildrenWanted",
    "FactTold",
    "Family",
    "GrownUp",
    "Identity",
    "NoSuchFile",
    "PersonCompared",
    "alike_children",
    "assignment_of",
    "bearer_compared",
    "categories_held",
    "child_file",
    "child_places",
    "children_by_village",
    "children_in",
    "enrolments_since",
    "fact_told",
    "facts_told",
    "family_of",
    "file_in_use",
    "files_in_use",
    "grown_up_after_recognition",
    "households_of",
    "identities_of",
    "keys_of_child",
    "may_unmask",
    "merge_by_key",
    "merges_of",
    "names_of_children",
    "person_compared",
    "possible_duplicates",
    "search_children",
    "two_files",
]
