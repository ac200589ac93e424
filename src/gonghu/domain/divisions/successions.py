"""
Following a place through time (承继): which codes on one day cover what a code covered on another.

A figure of 塘沽区 of 2008 belongs to 滨海新区 today; a figure of 滨海新区 of today needs three codes of 2008.
"""

from datetime import date, timedelta

from gonghu.domain.divisions.models import Division, DivisionSuccession
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.plain_rows import plain_rows

_DAY = timedelta(days=1)
_SUCCESSIONS = DivisionSuccession._meta.db_table
_COUNTY_ENDS = "SUBSTR({}, 7) = '000000'"
# Of several heirs the first one gets what nobody below has a share of, as when rows follow a change.
_FORMER = (
    f"SELECT DISTINCT s.from_code FROM {_SUCCESSIONS} AS s"
    f" WHERE s.to_code >= %s AND s.to_code < %s AND {_COUNTY_ENDS.format('s.to_code')}"
    f" AND s.effective_on <= %s AND {_COUNTY_ENDS.format('s.from_code')}"
    f" AND (s.from_code < %s OR s.from_code >= %s)"
    f" AND NOT EXISTS (SELECT 1 FROM {_SUCCESSIONS} AS e"
    " WHERE e.from_code = s.from_code AND e.effective_on = s.effective_on AND e.to_code <> '' AND e.id < s.id)"
    f" AND NOT EXISTS (SELECT 1 FROM {Division._meta.db_table} AS d"
    " WHERE d.code = s.from_code AND (d.valid_to IS NULL OR d.valid_to >= %s))"
)
"""Asked before every page."""


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


def former_codes(area: Area, *, on: date) -> tuple[str, ...]:
    """Give the counties outside an area that are no more on a day and whose heir lies in it, however far back."""
    found: dict[str, None] = {}
    waiting = [area]
    while waiting:
        here = waiting.pop(0)
        rows = plain_rows(_FORMER, [here.low, here.high, on, here.low, here.high, on])
        new = [code for (code,) in rows if code not in found and not area.holds(code)]
        found |= dict.fromkeys(new)
        waiting += [Area.of(code) for code in new]
    return tuple(found)
