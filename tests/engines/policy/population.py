"""A small population in DuckDB, told family by family, for tests of the policy engine."""

from datetime import date
from typing import Any

import duckdb

from gonghu.engines.policy.evaluation import Evaluation, evaluate
from gonghu.engines.policy.packs import Packs

PERSON = (
    "person BIGINT, id_number VARCHAR, name VARCHAR, sex VARCHAR, born_on DATE, division_code VARCHAR,"
    " hukou_type VARCHAR, household VARCHAR, in_register BOOLEAN"
)
CHILD = (
    "person BIGINT, father BIGINT, mother BIGINT, father_named BOOLEAN, mother_named BOOLEAN, kinship_disputed BOOLEAN"
)
_TYPES = {"fen": "BIGINT", "on": "DATE", "year": "INTEGER"}

FATHER, MOTHER, CHILD_NO = 1, 2, 3


class Population:
    """Tables of the engine's input contract, filled row by row."""

    def __init__(self, packs: Packs) -> None:
        self.packs = packs
        self.evaluation: Evaluation | None = None
        self.connection = duckdb.connect()
        self.connection.execute(f"CREATE TABLE person ({PERSON})")
        self.connection.execute(f"CREATE TABLE child ({CHILD})")
        for kind in packs.kinds.values():
            fields = ", ".join(f"{field} {_TYPES.get(field.split('_')[-1], 'VARCHAR')}" for field in kind.fields)
            self.connection.execute(
                f"CREATE TABLE record_{kind.id} (person BIGINT, file_no INTEGER, row_no INTEGER, {fields})"
            )

    def family(
        self,
        *,
        child: int = CHILD_NO,
        born_on: date | None = date(2016, 5, 1),
        father: int | None = FATHER,
        mother: int | None = MOTHER,
        hukou_type: str | None = "AGRICULTURAL",
    ) -> "Population":
        """Add one child and its parents; a parent of ``None`` is not named by any file."""
        self.connection.execute(
            "INSERT INTO person VALUES (?, ?, '小明', '1', ?, '120112103206', ?, 'H1', TRUE)",
            [child, f"{child:018d}", born_on, hukou_type],
        )
        self.connection.execute(
            "INSERT INTO child VALUES (?, ?, ?, ?, ?, FALSE)",
            [child, father, mother, father is not None, mother is not None],
        )
        return self

    def record(self, kind: str, person: int, **fields: Any) -> "Population":
        """Add one row of a department's file about a person."""
        names = "".join(f", {name}" for name in fields)
        marks = ", ?" * len(fields)
        self.connection.execute(
            f"INSERT INTO record_{kind} (person, file_no, row_no{names}) VALUES (?, 1, ?{marks})",
            [person, 7, *fields.values()],
        )
        return self

    def evaluate(
        self,
        as_of: date = date(2026, 11, 1),
        kinds: set[str] | None = None,
        *,
        prefix: str = "",
        unsealed: bool = False,
    ) -> Evaluation:
        """Evaluate the law on a day, with all kinds of file supplied unless told otherwise."""
        supplied = self.packs.kinds.keys() if kinds is None else kinds
        return evaluate(
            self.connection, self.packs, as_of=as_of, kinds_supplied=supplied, prefix=prefix, unsealed=unsealed
        )

    def decision(self, child: int = CHILD_NO) -> dict[str, Any]:
        """Return one row of the decision table by column name."""
        result = self.connection.execute("SELECT * FROM decision WHERE person = ?", [child])
        columns = [column[0] for column in result.description]
        (row,) = result.fetchall()
        return dict(zip(columns, row, strict=True))
