"""How many files lie where (按村居计数)."""

from django.db.models import Count

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries.lists import ChildrenWanted, children_in


def children_by_village(*, scope: Scope, area: Area) -> dict[str, int]:
    """Count the files that are not closed by the village that answers, as far as somebody sees them."""
    found = children_in(scope=scope, filters=ChildrenWanted(area=area)).order_by()
    counted = found.values_list("division_code").annotate(files=Count("pk")).order_by("division_code")
    return dict(counted)
