"""A form as it is asked and checked (问卷): its questions, their conditions, their choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from gonghu.engines.forms.meaning import Meaning


class FieldKind(StrEnum):
    """What can be answered to a question (题型)."""

    TEXT = "TEXT"
    WHOLE = "WHOLE"
    DECIMAL = "DECIMAL"
    DATE = "DATE"
    TIME = "TIME"
    MOMENT = "MOMENT"
    ONE = "ONE"
    MANY = "MANY"
    PLACE = "PLACE"
    PHOTO = "PHOTO"
    SOUND = "SOUND"
    FILM = "FILM"
    FILE = "FILE"
    TICK = "TICK"
    NOTE = "NOTE"
    WORKED_OUT = "WORKED_OUT"
    HIDDEN = "HIDDEN"
    GROUP = "GROUP"
    REPEAT = "REPEAT"


ATTACHED: Final = frozenset({FieldKind.PHOTO, FieldKind.SOUND, FieldKind.FILM, FieldKind.FILE})
"""Questions whose answer is the name of a file that comes by itself."""
HOLDING: Final = frozenset({FieldKind.GROUP, FieldKind.REPEAT})
"""What holds questions and has no answer itself."""
SILENT: Final = frozenset({FieldKind.NOTE, FieldKind.WORKED_OUT, FieldKind.HIDDEN})
"""What nobody is asked."""
KIND_WORDS: Final[Mapping[FieldKind, str]] = {
    FieldKind.TEXT: "文字", FieldKind.WHOLE: "整数", FieldKind.DECIMAL: "数字", FieldKind.DATE: "日期",
    FieldKind.TIME: "时间", FieldKind.MOMENT: "日期和时间", FieldKind.ONE: "单选", FieldKind.MANY: "多选",
    FieldKind.PLACE: "位置", FieldKind.PHOTO: "照片", FieldKind.SOUND: "录音", FieldKind.FILM: "视频",
    FieldKind.FILE: "文件", FieldKind.TICK: "确认", FieldKind.NOTE: "说明", FieldKind.WORKED_OUT: "自动计算",
    FieldKind.HIDDEN: "不显示", FieldKind.GROUP: "分组", FieldKind.REPEAT: "可重复的一组",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen (选项)."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """
    One question, or a group of them (题目).

    ``path`` leads to it from the root; ``relevant``, ``required``, ``constraint`` and ``listed`` (the choices that may
    be chosen at the moment) are XPath as the XForm has it. ``choices`` are all that there are.
    """

    path: tuple[str, ...]
    kind: FieldKind
    label: str = ""
    hint: str = ""
    relevant: str = ""
    required: str = ""
    constraint: str = ""
    constraint_words: str = ""
    required_words: str = ""
    calculate: str = ""
    listed: str = ""
    choices: tuple[Choice, ...] = ()
    appearance: str = ""
    default: str = ""

    @property
    def name(self) -> str:
        """Its own name, which no other question of the form has."""
        return self.path[-1]

    @property
    def words(self) -> str:
        """What it is called where people read it."""
        return self.label or self.name

    def label_of(self, value: str) -> str:
        """Give the words of a choice; a value that is none stays as it is."""
        return next((choice.label for choice in self.choices if choice.value == value), value)


@dataclass(frozen=True, eq=False)
class Form:
    """
    A form that was compiled (编译后的问卷); ``xform`` is what a telephone fetches.

    ``lists`` are the lists of choices with all their columns.
    """

    form_id: str
    version: str
    title: str
    root: str
    xform: str
    fields: tuple[Field, ...]
    meaning: Meaning
    lists: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict, repr=False)
    warnings: tuple[str, ...] = ()

    @cached_property
    def by_path(self) -> Mapping[tuple[str, ...], Field]:
        """The fields by their paths."""
        return {each.path: each for each in self.fields}

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {each.name: each for each in self.fields}

    @cached_property
    def _children(self) -> Mapping[tuple[str, ...], tuple[Field, ...]]:
        found: dict[tuple[str, ...], tuple[Field, ...]] = {}
        for each in self.fields:
            found[each.path[:-1]] = (*found.get(each.path[:-1], ()), each)
        return found

    def within(self, path: tuple[str, ...]) -> tuple[Field, ...]:
        """List what stands directly in a group, or at the root."""
        return self._children.get(path, ())
