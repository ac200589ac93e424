"""How a change of divisions is taken back (撤销区划变更): only the last one of its places, and not what merged."""

from datetime import timedelta
from typing import Final

from django.db.models import Count, Q

from gonghu.domain.divisions.models import Division, DivisionChange
from gonghu.domain.divisions.national_list import SOURCE

_DAY: Final = timedelta(days=1)


class CannotTakeBack(ValueError):
    """A change is of the national lists, or others build on it, or what merged cannot be told apart any more."""


def refuse_taking_back(change: DivisionChange) -> None:
    """
    Let only a change be taken back after which nothing else happened to its places.

    :raises CannotTakeBack: see the class
    """
    if change.document == SOURCE:
        raise CannotTakeBack("这是国家名录里的历史变更，不能撤销")
    later = Q(valid_from__gt=change.effective_on) | Q(valid_to__gte=change.effective_on)
    if changed := Division.objects.filter(_of(change), later).first():
        raise CannotTakeBack(f"{changed} 以后又有变更，请先撤销后来的变更")
    merged = change.successions.exclude(to_code="").values("to_code").annotate(former=Count("pk")).filter(former__gt=1)
    if not change.is_waiting and merged.exists():
        raise CannotTakeBack("合并已经生效，合在一起的记录分不开了，不能撤销；需要时请登记分设")


def erase(change: DivisionChange) -> None:
    """Let begin nothing that began by a change, end nothing that ended by it, and forget it."""
    Division.objects.filter(_of(change), valid_from=change.effective_on).delete()
    Division.objects.filter(_of(change), valid_to=change.effective_on - _DAY).update(valid_to=None)
    change.delete()


def _of(change: DivisionChange) -> Q:
    links = change.successions.order_by()
    return Q(code__in=links.values("from_code")) | Q(code__in=links.values("to_code"))
