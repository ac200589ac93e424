"""
The children of a delivery and their parents (子女与父母).

A child is everybody under 23 who stands as a son or daughter in the register, every other minor there, and everybody on
the child-welfare roll. Parents come from the register's parent columns and from birth certificates. Where both
name the same role but different people, both are kept and the child is put up for verification.
"""

from datetime import date

import duckdb

from gonghu.engines.linkage.mentions import CERTIFICATE, MENTIONS, REGISTER, Mention
from gonghu.engines.linkage.repair import weighted_sum
from gonghu.engines.linkage.screening import assigned_join, person_of
from gonghu.engines.statements import Statement, Trace, run

CHILD_RELATIONS = (
    "20",
    "21",
    "22",
    "23",
    "24",
    "25",
    "26",
    "27",
    "29",
    "30",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "39",
)
"""GB/T 4761-2008: sons 20-27 and 29, daughters 30-37 and 39 (28 and 38 are children-in-law)."""

OLDEST = 23
MINOR = 18

CHECK_CHARACTERS = "10X98765432"


def find_children(
    connection: duckdb.DuckDBPyConnection, kinds: set[str], as_of: date, trace: Trace | None = None
) -> None:
    """Make the tables ``person`` (every child) and ``child`` (whose parents are who) for a linked delivery."""
    run(connection, kinship_statements(kinds, as_of), trace)


def kinship_statements(kinds: set[str], as_of: date) -> tuple[Statement, ...]:
    """Return the statements of kinship for a delivery with these kinds of roster, in order."""
    sources = tuple(kind for kind in (REGISTER, CERTIFICATE) if kind in kinds)
    return (
        _standing(kinds, as_of),
        _claims(sources),
        *(_parents(role) for role in ("father", "mother")),
        _child(),
        _person(),
    )


def _whole_years(as_of: date, years: int) -> int:
    """Return the birth date (yyyymmdd) after which one is still younger than ``years``."""
    return (as_of.year - years) * 10000 + as_of.month * 100 + as_of.day


def _mention(kind: str, role: str) -> Mention:
    return next(m for m in MENTIONS if m.kind == kind and m.role == role)


def _standing(kinds: set[str], as_of: date) -> Statement:
    """Everybody who stands as a child, one row each, with the register row that says so."""
    parts = []
    if REGISTER in kinds:
        parts.append(_registered_children(as_of))
    if "child_welfare_roll" in kinds:
        parts.append("""SELECT person, name, NULL AS sex, NULL AS born_on, NULL AS division_code, NULL AS hukou_type,
       NULL AS household, id_number, file_no, row_no, 1 AS source
FROM record_child_welfare_roll WHERE person IS NOT NULL""")
    return Statement(
        "standing",
        "在户籍中为子女（未满 23 岁）、户籍中的其他未成年人、儿童福利在册人员",
        f"""CREATE OR REPLACE TEMP TABLE standing AS
SELECT * FROM (
  SELECT *, row_number() OVER (PARTITION BY {SAME_STANDING} ORDER BY source, file_no, row_no) AS turn
  FROM ({" UNION ALL ".join(parts)}) AS everyone
) AS ordered WHERE turn = 1""",
    )


SAME_STANDING = """CASE WHEN person > 0 THEN person END,
    CASE WHEN person <= 0 THEN coalesce(household, '') || coalesce(division_code, '') || coalesce(name, '')
         || coalesce(CAST(born_on AS VARCHAR), '') END"""
"""One person: one number; without a number, the same name and birth date entered twice in one household."""


def _registered_children(as_of: date) -> str:
    subject = _mention(REGISTER, "subject")
    person = person_of(subject, "r", "a")
    relations = ", ".join(f"'{code}'" for code in CHILD_RELATIONS)
    today = _whole_years(as_of, 0)
    born = f"""CASE WHEN {person} > 0 THEN CAST(({person} // 1000) % 100000000 AS INTEGER)
            ELSE CAST(year(r.born_on) * 10000 + month(r.born_on) * 100 + day(r.born_on) AS INTEGER) END"""
    return f"""SELECT person, name, sex, born_on, division_code, hukou_type, household, id_number, file_no, row_no, 0 AS source
FROM (
  SELECT {person} AS person, r.name, r.sex, r.born_on, r.division_code, r.hukou_type, r.household, r.id_number,
         r.file_no, r.row_no, coalesce(r.relation IN ({relations}), FALSE) AS as_child, {born} AS born
  FROM roster_household_register AS r
  {assigned_join(subject, "r", "a")}
) AS registered_row
WHERE (born <= {today} AND born > {_whole_years(as_of, MINOR)})
   OR (as_child AND (born IS NULL OR (born <= {today} AND born > {_whole_years(as_of, OLDEST)})))"""


def _claims(sources: tuple[str, ...]) -> Statement:
    """What each source says about each child's parents."""
    parts = []
    for source, kind in enumerate(sources):
        subject, father, mother = (_mention(kind, role) for role in ("subject", "father", "mother"))
        parts.append(f"""SELECT {person_of(subject, "r", "a")} AS child, {source} AS source, r.file_no, r.row_no,
       {person_of(father, "r", "f")} AS father, r.father_name IS NOT NULL OR r.father_id IS NOT NULL AS father_named,
       {person_of(mother, "r", "m")} AS mother, r.mother_name IS NOT NULL OR r.mother_id IS NOT NULL AS mother_named
FROM roster_{kind} AS r
{assigned_join(subject, "r", "a")}
{assigned_join(father, "r", "f")}
{assigned_join(mother, "r", "m")}
WHERE {person_of(subject, "r", "a")} IN (SELECT person FROM standing)""")
    none = """SELECT CAST(NULL AS BIGINT) AS child, 0 AS source, 0 AS file_no, 0 AS row_no, CAST(NULL AS BIGINT) AS father,
FALSE AS father_named, CAST(NULL AS BIGINT) AS mother, FALSE AS mother_named"""
    return Statement(
        "parent claims",
        "户籍与出生医学证明各自写明的父母",
        "CREATE OR REPLACE TEMP TABLE parent_claim AS\n" + ("\nUNION ALL\n".join(parts) or none),
    )


def _parents(role: str) -> Statement:
    return Statement(
        f"{role}s",
        "先户籍、后出生医学证明；两者写明不同的人即为有争议",
        f"""CREATE OR REPLACE TEMP TABLE {role}_of AS
SELECT child, coalesce(max(CASE WHEN source = 0 THEN {role} END), max({role})) AS {role}, bool_or({role}_named) AS named,
       count(DISTINCT {role}) > 1 AS disputed,
       CASE WHEN count(DISTINCT {role}) > 1 THEN max(CASE WHEN source > 0 THEN {role} END) END AS other
FROM parent_claim GROUP BY child""",
    )


def _child() -> Statement:
    return Statement(
        "child",
        "每个儿童的父亲与母亲",
        """CREATE OR REPLACE TABLE child AS
SELECT s.person, f.father, m.mother, coalesce(f.named, FALSE) AS father_named, coalesce(m.named, FALSE) AS mother_named,
       coalesce(f.disputed, FALSE) OR coalesce(m.disputed, FALSE) AS kinship_disputed,
       f.other AS father_other, m.other AS mother_other
FROM standing AS s
LEFT JOIN father_of AS f ON f.child = s.person
LEFT JOIN mother_of AS m ON m.child = s.person""",
    )


def _person() -> Statement:
    check = f"substr('{CHECK_CHARACTERS}', CAST({weighted_sum('s.person')} AS INTEGER) + 1, 1)"
    key_born = "(s.person // 1000) % 100000000"
    return Statement(
        "person",
        "儿童的基本情况；号码有效时出生日期与性别以号码为准（GB 11643-1999）",
        f"""CREATE OR REPLACE TABLE person AS
SELECT s.person, CASE WHEN s.person > 0 THEN CAST(s.person AS VARCHAR) || {check} ELSE s.id_number END AS id_number,
       coalesce(s.name, k.name) AS name, CASE WHEN s.person > 0 THEN CASE WHEN s.person % 2 = 1 THEN '1' ELSE '2' END ELSE s.sex END AS sex,
       CASE WHEN s.person > 0 THEN make_date(CAST({key_born} // 10000 AS INTEGER), CAST({key_born} // 100 % 100 AS INTEGER),
            CAST({key_born} % 100 AS INTEGER)) ELSE s.born_on END AS born_on,
       coalesce(s.division_code, k.place) AS division_code, s.hukou_type, coalesce(s.household, k.household) AS household,
       s.source = 0 AS in_register, s.file_no, s.row_no
FROM standing AS s LEFT JOIN known AS k ON k.person = s.person""",
    )
