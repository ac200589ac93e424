"""
Who is a child here (儿童范围).

Everybody under 23 who stands as a son or daughter in the register, every other minor there, and everybody on the
child-welfare roll: a dead child struck off the register may still be paid.
"""

from datetime import date

from gonghu.engines.linkage.mentions import REGISTER, mention_of
from gonghu.engines.linkage.repair import weighted_sum
from gonghu.engines.linkage.screening import assigned_join, person_of
from gonghu.engines.statements import Statement

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


def standing_statements(kinds: set[str], as_of: date) -> tuple[Statement, ...]:
    """Return the statements that make ``standing`` and ``person``."""
    return (_standing(kinds, as_of), _person())


def _whole_years(as_of: date, years: int) -> int:
    """Return the birth date (yyyymmdd) after which one is still younger than ``years``."""
    return (as_of.year - years) * 10000 + as_of.month * 100 + as_of.day


NOBODY = """SELECT CAST(NULL AS BIGINT) AS person, CAST(NULL AS VARCHAR) AS name, CAST(NULL AS VARCHAR) AS sex,
       CAST(NULL AS DATE) AS born_on, CAST(NULL AS VARCHAR) AS division_code, CAST(NULL AS VARCHAR) AS hukou_type,
       CAST(NULL AS VARCHAR) AS household, CAST(NULL AS VARCHAR) AS id_number, 0 AS file_no, 0 AS row_no, 0 AS source
WHERE FALSE"""


def _standing(kinds: set[str], as_of: date) -> Statement:
    """Everybody who stands as a child, one row each, with the register row that says so."""
    parts = [NOBODY]
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
    subject = mention_of(REGISTER, "subject")
    person = person_of(subject, "r", "a")
    relations = ", ".join(f"'{code}'" for code in CHILD_RELATIONS)
    today = _whole_years(as_of, 0)
    born = f"""CASE WHEN {person} > 0 THEN CAST(({person} // 1000) % 100000000 AS INTEGER)
            ELSE CAST(year(r.born_on) * 10000 + month(r.born_on) * 100 + day(r.born_on) AS INTEGER) END"""
    return f"""SELECT person, name, sex, born_on, division_code, hukou_type, household, id_number, file_no, row_no,
       0 AS source
FROM (
  SELECT {person} AS person, r.name, r.sex, r.born_on, r.division_code, r.hukou_type, r.household, r.id_number,
         r.file_no, r.row_no, coalesce(r.relation IN ({relations}), FALSE) AS as_child, {born} AS born
  FROM roster_household_register AS r
  {assigned_join(subject, "r", "a")}
) AS registered_row
WHERE (born <= {today} AND born > {_whole_years(as_of, MINOR)})
   OR (as_child AND (born IS NULL OR (born <= {today} AND born > {_whole_years(as_of, OLDEST)})))"""


def _person() -> Statement:
    check = f"substr('{CHECK_CHARACTERS}', CAST({weighted_sum('s.person')} AS INTEGER) + 1, 1)"
    born = "CAST((s.person // {}) % {} AS INTEGER)"
    return Statement(
        "person",
        "儿童的基本情况；号码有效时出生日期与性别以号码为准（GB 11643-1999）",
        f"""CREATE OR REPLACE TABLE person AS
SELECT s.person, CASE WHEN s.person > 0 THEN CAST(s.person AS VARCHAR) || {check} ELSE s.id_number END AS id_number,
       coalesce(s.name, k.name) AS name,
       CASE WHEN s.person <= 0 THEN s.sex WHEN s.person % 2 = 1 THEN '1' ELSE '2' END AS sex,
       CASE WHEN s.person <= 0 THEN s.born_on
            ELSE make_date({born.format(10000000, 10000)}, {born.format(100000, 100)}, {born.format(1000, 100)})
       END AS born_on,
       coalesce(s.division_code, k.place) AS division_code, s.hukou_type,
       coalesce(s.household, k.household) AS household,
       s.source = 0 AS in_register, s.file_no, s.row_no
FROM standing AS s LEFT JOIN elsewhere AS k ON k.person = s.person""",
    )
