"""What the statements need to know of one sheet (表内行): its fields, where its data begin, what is not a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gonghu.engines.intake.cleaning.cleaners import Cleaner, cleaner_of
from gonghu.engines.intake.cleaning.sql_text import filled, literal
from gonghu.engines.intake.profiles import Field, FieldType, Profile
from gonghu.engines.intake.rewriting import UNREADABLE

LEFT: Final = "left_cells"
"""The column of raw cells that SQL could not settle, one place for each placed field; NULL when all are settled."""

_TOTAL: Final = literal(
    r"^[\s\x{3000}*]*(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|本页|总人数|总户数|注\s*\d*[:：]|注意|备\s*注\s*[:：]|"
    r"说\s*明\s*[:：]|填报|填表|制表|审核|单位负责人|单位\s*[(（:：]|负责人|经办|联系|打印|日\s*期\s*[:：]|数据(?:截至|来源|时间)|"
    r"以上|共\s*\d+\s*[页人条户名]|第\s*\d+\s*页|—+\s*完|以下空白|统计|汇总|截至|截止)"
)
_SHORTEST_NUMBER: Final = 15
_USABLE_NUMBER: Final = literal("[0-9].*[0-9].*[0-9].*[0-9].*[0-9]")
# Named by what a name has not: classes of all letters take tens of milliseconds to compile.
_USABLE_NAME: Final = literal(r"[^0-9,，。;；:：!！?？、()（）\[\]【】<>《》/\\|@#$%&*+=_~\x{22}]{2,40}")
_FEWEST_COLUMNS, _LONGEST_PLAIN_NAME = 3, 4


@dataclass(frozen=True)
class Placed:
    """A field, the SQL of its raw cell (a column of the source or a constant) and words its cells are known to hold."""

    field: Field
    cell: str
    number: int
    seen: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The field's name."""
        return self.field.name

    @property
    def cleaner(self) -> Cleaner:
        """How its cells are cleaned."""
        return cleaner_of(self.field)

    @property
    def left(self) -> str:
        """SQL of the raw cell where it was not settled, else NULL."""
        return f"{LEFT}[{self.number}]"

    @property
    def shown(self) -> str:
        """SQL of the cell as text, settled or not."""
        return f"coalesce(CAST({self.name} AS VARCHAR), {self.left})"

    @property
    def is_constant(self) -> bool:
        """Whether the title says it of all rows."""
        return self.cell.startswith("'")

    @property
    def is_filled(self) -> str:
        """SQL test that the cell held more than blanks."""
        return (
            f"CASE WHEN {self.name} IS NOT NULL THEN true WHEN {LEFT} IS NULL THEN false ELSE {filled(self.left)} END"
        )


@dataclass(frozen=True)
class SheetRows:
    """
    One recognised sheet.

    ``columns`` are read, totals stand in the ``leading`` ones; ``headers`` are cells with the words they hold where a
    page repeats the header. Of ``few`` rows Python reads what is not plain sooner than SQL could be made ready.
    ``flawed`` ones hold U+FFFD for bytes that could not be read.
    """

    profile: Profile
    file_no: int
    first_row: int
    placed: tuple[Placed, ...]
    columns: tuple[int, ...]
    leading: tuple[int, ...]
    headers: tuple[tuple[str, str], ...] = ()
    few: bool = False
    flawed: bool = False

    @property
    def by_name(self) -> Mapping[str, Placed]:
        """The placed fields by name."""
        return {item.name: item for item in self.placed}

    @property
    def subjects(self) -> Sequence[Placed]:
        """The placed fields that say who a row is about."""
        return [item for item in self.placed if item.name in self.profile.subjects]

    @property
    def scratch(self) -> tuple[str, ...]:
        """The columns that stand in the table only while it is made."""
        return (*(["garbled"] if self.flawed else []), "total_line", LEFT)

    def garbled(self) -> str:
        """Return the first cell of a source row that holds bytes nobody could read, NULL when all could be."""
        cells = [item.cell for item in self.placed if not item.is_constant]
        cases = " ".join(f"WHEN contains({cell}, '{UNREADABLE}') THEN {cell}" for cell in cells)
        return f"CASE {cases} END" if cases else "CAST(NULL AS VARCHAR)"

    def total_line(self) -> str:
        """Test a source row for totals, notes, signatures, repeated headers; one with a full number is none of them."""
        tests = [f"coalesce(regexp_matches(c{index}, {_TOTAL}), false)" for index in self.leading]
        tests += [f"coalesce({cell} = {literal(header)}, false)" for cell, header in self.headers]
        test = " OR ".join(tests) or "false"
        numbers = [item.cell for item in self.subjects if item.field.type == FieldType.CITIZEN_ID]
        full = " OR ".join(f"coalesce(length({cell}) >= {_SHORTEST_NUMBER}, false)" for cell in numbers)
        return f"CASE WHEN {full} THEN false ELSE ({test}) END" if full else f"({test})"

    def names_nobody(self) -> str:
        """Test a cleaned row for naming no person: no proved number, and no usable name or number but in a footer."""
        unproved, likely = [], []
        for item in self.subjects:
            if item.field.type == FieldType.NAME:
                likely.append(self._usable_name(item.name))
                continue
            likely.append(f"regexp_matches({item.name}, {_USABLE_NUMBER})")
            if item.field.type == FieldType.CITIZEN_ID:
                unproved.append(f"{item.name}_key IS NULL")
        # The tests for NULL first: DuckDB looks at them while it scans, and at the rest only where they hold.
        nobody = " AND ".join([*unproved, f"NOT coalesce(({' OR '.join(likely)}) AND NOT total_line, false)"])
        return f"(garbled IS NOT NULL OR {nobody})" if self.flawed else nobody

    def _usable_name(self, name: str) -> str:
        """Tell a name from a remark: a long text alone in its row is a footer, not a person."""
        shaped = f"regexp_full_match({name}, {_USABLE_NAME})"
        if len(self.placed) < _FEWEST_COLUMNS:
            return shaped
        filled = " + ".join(f"CAST({item.name} IS NOT NULL AS INTEGER)" for item in self.placed)
        return f"({shaped} AND (length({name}) <= {_LONGEST_PLAIN_NAME} OR contains({name}, '·') OR {filled} > 1))"
