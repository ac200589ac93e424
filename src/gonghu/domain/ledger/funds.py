"""Funds as entries and budgets name them (资金来源代码)."""

from collections.abc import Iterable

from gonghu.domain.ledger.models import Fund
from gonghu.domain.ledger.terms import FundLevel


class FundMissing(LookupError):
    """There is no fund of that code."""


def hold_funds(codes: Iterable[str]) -> None:
    """Hold funds until the transaction ends, so that no two spend the same rest of a budget."""
    list(Fund.objects.select_for_update().filter(code__in=list(codes)).order_by("code"))


def require_funds(codes: Iterable[str]) -> None:
    """
    Let only funds be named that there are; those named as their level are opened when they are first used.

    :raises FundMissing: there is none of a code
    """
    asked = set(codes)
    known = set(Fund.objects.filter(code__in=asked).values_list("code", flat=True))
    for code in sorted(asked - known):
        if code not in FundLevel:
            raise FundMissing(f"没有代码为“{code}”的资金来源")
        Fund.objects.get_or_create(code=code, defaults={"name": FundLevel(code).label, "level": code})
