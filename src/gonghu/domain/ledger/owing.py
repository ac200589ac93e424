"""
What grants are worth (应发): their rows as the engine's terms, with the figures of this deployment.

Figures and rules come from the package, and from GONGHU_HOME/policies and GONGHU_HOME/reckoning, read anew when a file
there changes.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from gonghu.domain.benefits.models import Grant, OtherBenefit
from gonghu.engines.entitlement import GrantTerms, OtherSpan, Reckoning, Standards, load_reckoning, month_of
from gonghu.engines.policy import Packs, load_packs


def standards_of(*, line: str) -> Standards:
    """Give the figures of a line in every county."""
    return _standards(line, _changed())


def packs_of(*, division_code: str) -> Packs:
    """
    Give the policy packs of a county with what the deployment has set.

    :raises PackInvalid: a file of the deployment cannot be used
    """
    return _packs(division_code[:6], _changed())


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One figure of the law or of a local standard (标准), with where it stands and how surely."""

    name: str
    value_fen: int
    from_on: date
    source: str
    status: str


def figure_of(*, key: str, division_code: str) -> FigureShown | None:
    """Find the figure that a month was reckoned with by its key; None where it was taken out of the packs since."""
    _, _, rest = key.partition("/")
    name, _, begins = rest.partition("/")
    parameter = packs_of(division_code=division_code).parameters.get(name)
    for value in parameter.values if parameter else ():
        if value.from_on.isoformat() == begins and parameter:
            return FigureShown(parameter.name, value.value, value.from_on, value.source, value.status)
    return None


def terms_of(grant: Grant) -> GrantTerms:
    """Say what a grant says, to the engine; a change of care or county is another grant."""
    return GrantTerms(
        line=grant.line,
        division=grant.paying_division,
        from_month=month_of(grant.from_month),
        to_month=month_of(grant.to_month) if grant.to_month else None,
        care=grant.care_form,
        amount_fen=grant.amount_fen,
        parts=grant.instalments or 1,
    )


def span_of(other: OtherBenefit) -> OtherSpan:
    """Say what other help says, to the engine."""
    return OtherSpan(other.kind, other.monthly_fen, other.from_on, other.to_on)


def own_folder(name: str) -> tuple[Path, ...]:
    """Give the deployment's own folder of that name, if it has one."""
    folder: Path = settings.GONGHU_HOME / name
    return (folder,) if folder.is_dir() else ()


def _changed() -> int:
    """Tell when a figure or a rule of the deployment changed last."""
    folders = (*own_folder("policies"), *own_folder("reckoning"))
    return max((path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*.yaml")), default=0)


@cache
def _standards(line: str, changed: int) -> Standards:
    return Standards(line, lambda division: _packs(division[:6], changed), lambda code: _rules(code, changed))


@cache
def _packs(county: str, _changed: int) -> Packs:
    return load_packs(*own_folder("policies"), division=county)


@cache
def _rules(division: str, _changed: int) -> Reckoning:
    return load_reckoning(*own_folder("reckoning"), division=division[:6])
