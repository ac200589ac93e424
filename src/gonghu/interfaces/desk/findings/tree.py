"""The tree of reasons as a page draws it (说明树): every condition with yes, no or unknown in words and a sign."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gonghu.engines.policy import Reason

_SIGNS: Final[dict[bool | None, tuple[str, str, Promise]]] = {
    True: ("yes", "check", _("是")),
    False: ("no", "x", _("否")),
    None: ("unknown", "help", _("不明")),
}


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of a file that a condition rests on (证据行显示项)."""

    place: str
    shows: str


@dataclass(frozen=True, slots=True)
class NodeShown:
    """One condition of the tree (条件显示项); it stands open where its answer was decided."""

    text: str
    answer: str
    icon: str
    word: Promise
    why: str
    note: str
    basis: tuple[str, ...]
    rows: tuple[RowShown, ...]
    parts: tuple["NodeShown", ...] = field(default=(), repr=False)
    is_open: bool = False

    @property
    def opens(self) -> bool:
        """Tell whether there is anything below it."""
        return bool(self.parts or self.rows or self.basis or self.note)


def node_shown(reason: Reason, *, depth: int = 0) -> NodeShown:
    """Draw a reason with all that is below it; branches that decided nothing stay folded."""
    answer, icon, word = _SIGNS[reason.value]
    return NodeShown(
        text=reason.text,
        answer=answer,
        icon=icon,
        word=word,
        why=reason.why if reason.why != reason.text else "",
        note=reason.note if reason.value is not False else "",
        basis=reason.basis,
        rows=tuple(_rows(reason)),
        parts=tuple(node_shown(part, depth=depth + 1) for part in reason.parts),
        is_open=reason.value is not False and (depth == 0 or _tells(reason)),
    )


def _tells(reason: Reason) -> bool:
    """Tell whether a row bears a branch out, or something in it is not known: all else goes without saying."""
    if reason.value is False:
        return False
    return bool(reason.evidence) or reason.value is None or any(map(_tells, reason.parts))


def _rows(reason: Reason) -> Iterator[RowShown]:
    for each in reason.evidence:
        parts = (each.path, each.sheet, f"第{each.row_no}行")
        yield RowShown("·".join(filter(None, parts)), "，".join(f"{name} {value}" for name, value in each.shows))
