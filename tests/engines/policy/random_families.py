"""Random families made inside DuckDB: every code, blanks, odd dates, several records a person, unnamed parents."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb

from gonghu.engines.policy.expression_values import shifted
from gonghu.engines.policy.facts import Kind
from gonghu.engines.policy.families import Family

from .population import Population

_CODES = {
    "ruling": [
        "DECLARED_DEAD",
        "DECLARED_MISSING",
        "GUARDIANSHIP_REVOKED",
        "GUARDIANSHIP_RESTORED",
        "DECLARATION_WITHDRAWN",
    ],
    "measure": ["COMPULSORY_DETOX", "OTHER_LIBERTY"],
    "disability_type": list("1234567"),
    "disability_grade": list("1234"),
    "result": ["NOT_FOUND", "FOUND"],
    "payer": ["SELF", "SUBSIDISED", "EMPLOYER"],
    "relief_kind": ["LOW_INCOME", "DESTITUTE", "MARGINAL", "MONITORED"],
    "category": ["ORPHAN", "DEFACTO", "SEVERE", "POOR", "OTHER"],
    "allowance": ["LIVING", "NURSING"],
    "stage": ["小学", "初中", "高中", "大学本科"],
    "note": ["弃婴", "查找不到生父", "查找不到生母", "困难"],
    "institution": ["区儿童福利院"],
}
_STATES = {
    "imprisonment": ["IN_CUSTODY", "RELEASED", "OUT_ON_PAROLE"],
    "liberty_restriction": ["IN_CUSTODY", "RELEASED"],
    "disability_certificate": ["IN_FORCE", "CANCELLED", "EXPIRED", "FROZEN"],
    "school_enrolment": ["ENROLLED", "DROPPED_OUT", "GRADUATED", "SUSPENDED"],
    "child_welfare_roll": ["PAID", "SUSPENDED", "ENDED"],
    "disability_allowance": ["PAID", "SUSPENDED", "ENDED"],
}
# Kinds that are so common that a person may well have two records, so that orders and counts matter.
_OFTEN = frozenset({"court_ruling", "child_welfare_roll", "lost_contact", "social_relief"})


def fill(population: Population, families: int, as_of: date, seed: int) -> None:
    """Fill the tables with random families around the day the law is asked about."""
    connection = population.connection
    days = _days_around(as_of)
    connection.execute(
        "CREATE OR REPLACE TABLE child AS SELECT 10 * i + 3 AS person,"
        f" CASE WHEN {_pick(seed, 'f')} % 6 > 0 THEN 10 * i + 1 END AS father,"
        f" CASE WHEN {_pick(seed, 'm')} % 6 > 0 THEN 10 * i + 2 END AS mother,"
        f" father IS NOT NULL AS father_named, mother IS NOT NULL AS mother_named, FALSE AS kinship_disputed"
        f" FROM range({families}) AS t(i)"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE person AS SELECT 10 * i + 3 AS person, NULL::VARCHAR AS id_number,"
        " NULL::VARCHAR AS name, NULL::VARCHAR AS sex,"
        f" {_one_of(_birthdays(as_of), 'DATE', seed, 'b')} AS born_on, '120112' AS division_code,"
        f" {_one_of(['AGRICULTURAL', 'NON_AGRICULTURAL', 'RESIDENT', None], 'VARCHAR', seed, 'h')} AS hukou_type,"
        f" 'H' AS household, TRUE AS in_register FROM range({families}) AS t(i)"
    )
    for kind in population.packs.kinds.values():
        _fill_kind(connection, kind, families, days, as_of, seed)


def _fill_kind(
    connection: duckdb.DuckDBPyConnection, kind: Kind, families: int, days: list[date | None], as_of: date, seed: int
) -> None:
    fields = []
    for field in kind.fields:
        codes = _STATES.get(kind.id, []) if field == "state" else _CODES.get(field, [])
        salt = f"{kind.id}.{field}"
        if field.endswith("_on"):
            fields.append(f"{_one_of(days, 'DATE', seed, salt)} AS {field}")
        elif field.endswith("_year"):
            fields.append(f"{_one_of([as_of.year, as_of.year - 1, None], 'INTEGER', seed, salt)} AS {field}")
        elif field.endswith("_fen"):
            fields.append(f"{_one_of([0, 42000, 136000, 159001, None], 'BIGINT', seed, salt)} AS {field}")
        else:
            fields.append(f"{_one_of([*codes, *codes, *codes, None], 'VARCHAR', seed, salt)} AS {field}")
    every = 6 if kind.id in _OFTEN else 16
    connection.execute(
        f"CREATE OR REPLACE TABLE record_{kind.id} AS SELECT 10 * (i % {families}) + 1 + i // {families} % 3 AS person,"
        f" 1 AS file_no, CAST(i AS INTEGER) AS row_no, {', '.join(fields)},"
        f" CASE WHEN {_pick(seed, kind.id + '.certain')} % 8 > 0 THEN TRUE END AS certain"
        f" FROM range({6 * families}) AS t(i) WHERE {_pick(seed, kind.id)} % {every} = 0"
    )


def _days_around(as_of: date) -> list[date | None]:
    """Days on both sides of every limit: today, six months either way, month ends, and no day at all."""
    edges = [as_of, shifted(as_of, -6, "month"), shifted(as_of, 6, "month"), shifted(as_of, -2, "year")]
    near = [edge + timedelta(days=step) for edge in edges for step in (-1, 0, 1)]
    return [*near, date(2026, 8, 31), date(2024, 2, 29), date(2027, 2, 28), date(2029, 1, 1), None]


def _birthdays(as_of: date) -> list[date | None]:
    limits = [shifted(as_of, -years, "year") for years in (0, 6, 7, 8, 10, 12, 16, 18, 20)]
    near = [limit + timedelta(days=step) for limit in limits for step in (0, 1)]
    return [*near, *near, date(2012, 2, 29), date(2008, 2, 29), None]


def _pick(seed: int, salt: str) -> str:
    return f"CAST(hash(i, {seed}, '{salt}') // 1024 AS BIGINT)"


def _one_of(values: list[date | None] | list[str | None] | list[int | None], kind: str, seed: int, salt: str) -> str:
    listed = ", ".join("NULL" if value is None else f"'{value}'" for value in values)
    return f"(CAST([{listed}] AS {kind}[]))[1 + {_pick(seed, salt)} % {len(values)}]"


def families_in(population: Population) -> Iterator[Family]:
    """Yield every family as the reference evaluator wants it, in the order of the children's numbers."""
    connection = population.connection
    records: dict[int, dict[str, list[dict[str, object]]]] = defaultdict(dict)
    for kind in population.packs.kinds:
        result = connection.execute(f"SELECT * FROM record_{kind}")
        columns = [column[0] for column in result.description]
        for row in result.fetchall():
            records[row[0]].setdefault(kind, []).append(dict(zip(columns, row, strict=True)))
    rows = connection.execute(
        "SELECT person, father, mother, born_on, hukou_type FROM child JOIN person USING (person) ORDER BY person"
    ).fetchall()
    for person, father, mother, born_on, hukou_type in rows:
        persons = {"child": person, "father": father, "mother": mother}
        found = {role: records[number] for role, number in persons.items() if number in records}
        yield Family(persons, born_on, {"hukou_type": hukou_type}, found)
