"""What the cells of a row say (名册行内容): cleaned as rosters are, nothing guessed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from gonghu.domain.benefits.terms import CareForm, OtherKind
from gonghu.engines.intake import Profile
from gonghu.engines.intake.cleaning import dates
from gonghu.engines.intake.header_words import fold
from gonghu.standards import bank_card, citizen_number
from gonghu.standards.chinese_name import clean_name
from gonghu.standards.money import NotAnAmount, parse_yuan
from gonghu.standards.relationship import relationship_code

_OTHERS: Final = {
    "subsistence": OtherKind.SUBSISTENCE,
    "destitute": OtherKind.DESTITUTE,
    "disability": OtherKind.DISABILITY_LIVING,
}
_PAID: Final = "PAID"
_INSTITUTION: Final = frozenset("集机")
_OWN: Final = frozenset({"本人", "儿童本人", "自己"})


@dataclass(frozen=True, slots=True)
class RowSaid:
    """One row of a roll as it was understood (名册行); ``problem`` where what it says cannot be used at all."""

    name: str = ""
    number: str = ""
    category: str = ""
    care_form: str = ""
    told_fen: int | None = None
    since_month: date | None = None
    is_since_unread: bool = False
    account: str = ""
    holder: str = ""
    bank: str = ""
    relation: str = ""
    place: str = ""
    town: str = ""
    others: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""


def row_said(cells: Sequence[str], columns: Mapping[str, int], words: Profile) -> RowSaid:
    """Say what a row says, in the words of a profile; of what is wrong the first thing is told."""
    said = {name: cells[place].strip() for name, place in columns.items() if place < len(cells) and cells[place]}
    problems = [_person_wrong(said), _state_wrong(said, words), _category_wrong(said, words)]
    amounts: dict[str, int | None] = {}
    for name in ("amount", *_OTHERS):
        amounts[name], wrong = _amount(said.get(name, ""))
        problems.append(wrong)
    since = dates.read(said["since"]) if said.get("since") else None
    return RowSaid(
        name=clean_name(said.get("name", "")) or "",
        number=_number(said.get("id_number", "")),
        category=_code(words, "category", said.get("category", "")) or "",
        care_form=_care_form(said, words),
        told_fen=amounts["amount"],
        since_month=date.fromisoformat(since).replace(day=1) if since else None,
        is_since_unread=bool(said.get("since")) and since is None,
        account=bank_card.clean(said.get("account", "")),
        holder=clean_name(said.get("holder", "")) or "",
        bank=said.get("bank", "")[:100],
        relation=_relation(said.get("relation", "")),
        place=said.get("village", ""),
        town=said.get("town", ""),
        others={str(kind): fen for name, kind in _OTHERS.items() if (fen := amounts[name])},
        problem=next((wrong for wrong in problems if wrong), ""),
    )


def _person_wrong(said: Mapping[str, Any]) -> str:
    if not clean_name(said.get("name", "")):
        return "没有姓名"
    if not said.get("id_number"):
        return "没有身份证号；没有户口的儿童请先建档，再逐人申请"
    return "" if _number(said["id_number"]) else "身份证号不对（位数或校验位），请对户口簿核对"


def _state_wrong(said: Mapping[str, Any], words: Profile) -> str:
    written = said.get("state", "")
    if not written or _code(words, "state", written) == _PAID:
        return ""
    return f"名册上的状态是“{written[:20]}”，不是在发"


def _category_wrong(said: Mapping[str, Any], words: Profile) -> str:
    written = said.get("category", "")
    return "" if not written or _code(words, "category", written) else "类别认不出，请照模板的下拉选项填写"


def _number(text: str) -> str:
    with suppress(citizen_number.NotACitizenNumber):
        return citizen_number.parse(text).text
    return ""


def _amount(text: str) -> tuple[int | None, str]:
    if not text:
        return None, ""
    try:
        fen = parse_yuan(text)
    except NotAnAmount:
        return None, f"金额“{text[:20]}”认不出，应如 1360 或 1360.00"
    return (fen, "") if fen >= 0 else (None, f"金额“{text[:20]}”小于零")


def _care_form(said: Mapping[str, Any], words: Profile) -> str:
    written = said.get("care_form", "")
    if written:
        return _code(words, "care_form", written) or ""
    # 集中养育孤儿, 社会散居孤儿: the category itself says it.
    category = said.get("category", "")
    return CareForm.INSTITUTION if _INSTITUTION.intersection(category) else ""


def _relation(text: str) -> str:
    return "" if not text or text in _OWN else relationship_code(text) or ""


def _code(words: Profile, name: str, written: str) -> str | None:
    return words.field_named(name).codes.code_of(fold(written)) if written else None
