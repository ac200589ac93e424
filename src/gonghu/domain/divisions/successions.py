"""
Following a place through time (承继): which codes on one day cover what a code covered on another.

A figure of 塘沽区 of 2008 belongs to 滨海新区 today; a figure of 滨海新区 of today needs three codes of 2008.
"""

from datetime import date, timedelta

from gonghu.domain.divisions.models import DivisionSuccession

_DAY = timedelta(days=1)


def codes_after(code: str, *, since: date, on: date) -> tuple[str, ...]:
    """Follow a code of the day ``since`` forwards to the codes that cover its place on a later day."""
    found: dict[str, None] = {}
    waiting = [(code, since)]
    while waiting:
        here, day = waiting.pop(0)
        links = DivisionSuccession.objects.filter(from_code=here, effective_on__gt=day, effective_on__lte=on)
        nearest = links.order_by("effective_on").values_list("effective_on", flat=True).first()
        if nearest is None:
            found[here] = None
        else:
            heirs = links.filter(effective_on=nearest).order_by("to_code").values_list("to_code", flat=True)
            waiting += [(heir, nearest) for heir in heirs if heir]
    return tuple(found)


def codes_before(code: str, *, since: date, on: date) -> tuple[str, ...]:
    """Follow a code of the day ``since`` backwards to the codes that covered its place on an earlier day."""
    found: dict[str, None] = {}
    waiting = [(code, since)]
    while waiting:
        here, day = waiting.pop(0)
        links = DivisionSuccession.objects.filter(to_code=here, effective_on__gt=on, effective_on__lte=day)
        nearest = links.order_by("-effective_on").values_list("effective_on", flat=True).first()
        if nearest is None:
            found[here] = None
        else:
            former = links.filter(effective_on=nearest).order_by("from_code").values_list("from_code", flat=True)
            waiting += [(code, nearest - _DAY) for code in former if code]
    return tuple(found)
