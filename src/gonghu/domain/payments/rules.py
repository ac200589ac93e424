"""Rules of paying (发放规则) as data: ``packs/payments/<division>.yaml``, each naming only what is different there."""

from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from gonghu.engines.policy.packs import divisions_above

_MONTH_DAYS: Final = range(1, 29)
_PERCENT: Final = range(101)


class RulesInvalid(ValueError):
    """A file of the rules cannot be used as written."""


@dataclass(frozen=True, slots=True)
class PayRules:
    """
    How a county pays (发放规则): by which day of the month lists are frozen, above which sum two approve.

    ``children_to_an_account`` is how many children one account may serve before somebody has to look;
    ``keep_back_percent`` how much of a month may be kept back for what was paid too much before.
    """

    freeze_day: int
    second_approval_above_fen: int
    children_to_an_account: int
    keep_back_percent: int
    status: str
    basis: str


def rules_of(*, division_code: str) -> PayRules:
    """
    Give the rules of a county.

    :raises RulesInvalid: a file cannot be used
    """
    own: Path = settings.GONGHU_HOME / "payments"
    shipped = Path(str(resources.files("gonghu"))) / "packs" / "payments"
    paths = [
        path
        for folder in (shipped, own)
        for code in divisions_above(division_code[:6])
        if (path := folder / f"{code}.yaml").is_file()
    ]
    return _read(tuple((path, path.stat().st_mtime_ns) for path in paths))


@cache
def _read(paths: tuple[tuple[Path, int], ...]) -> PayRules:
    said: dict[str, Any] = {}
    for path, _changed in paths:
        said |= yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    place = "、".join(str(path) for path, _changed in paths)
    if unknown := said.keys() - {field.name for field in fields(PayRules)}:
        raise RulesInvalid(f"{place}：没有 {'、'.join(sorted(unknown))} 这一项")
    try:
        rules = PayRules(**said)
    except TypeError as problem:
        raise RulesInvalid(f"{place}：{problem}") from problem
    if rules.freeze_day not in _MONTH_DAYS or rules.keep_back_percent not in _PERCENT:
        raise RulesInvalid(f"{place}：freeze_day 应为 1 至 28，keep_back_percent 应为 0 至 100")
    if rules.second_approval_above_fen < 0 or rules.children_to_an_account < 1:
        raise RulesInvalid(f"{place}：金额不能小于 0，账户人数至少为 1")
    return rules
