"""
What the city's files know of kinship, and the truth about every child (真值).

The truth follows from what was drawn, not from the files: it is the other side of the test.
"""

from datetime import date

from gonghu.engines.statements import Statement
from gonghu.engines.synthesis.circumstances import DEAD, INCAPABLE, states, struck_off

ROLL_RATE = 0.79
CERTIFIED_SINCE = "DATE '2008-01-01'"
_NO_FATHER, _NO_MOTHER, _NEITHER = 0.003, 0.0085, 0.0099


def residents(as_of: date) -> Statement:
    """Return the statement for everyone the register holds, with household and relation to its head."""
    return Statement(
        "resident",
        "settle the living (and the lately dead) in households",
        f"""
        CREATE OR REPLACE TEMP TABLE resident AS
        WITH present AS (
            SELECT p.*, f.kind, f.agricultural,
                   CASE home WHEN 1 THEN f.division_code ELSE f.other_division END AS division_code,
                   CASE home WHEN 1 THEN f.village ELSE f.other_village END AS address,
                   f.ethnic_group,
                   CASE WHEN slot >= 5 THEN 9
                        WHEN kind IN ('WITH_GRANDPARENTS', 'BOTH_ELSEWHERE') AND home = 1 THEN slot
                        ELSE [0, 2, 1, 3, 4][slot + 1] END AS turn
            FROM person p JOIN family f USING (i)
            WHERE home > 0 AND NOT "foreign"
              AND NOT EXISTS (SELECT 1 FROM circumstance c WHERE c.pid = p.pid AND {struck_off(as_of)})
        ), headed AS (
            SELECT *, min_by(slot, turn) OVER (PARTITION BY i, home) AS head_slot,
                   min(turn) OVER (PARTITION BY i, home) AS head_turn
            FROM present
        )
        SELECT * EXCLUDE (turn, head_slot, head_turn), 2 * i + home - 1 AS household,
               CASE WHEN slot >= 5 THEN CASE sex WHEN '1' THEN '20' ELSE '30' END
                    WHEN turn = head_turn THEN '02'
                    WHEN (slot = 1 AND head_slot IN (0, 2)) OR (slot = 4 AND head_slot = 3) THEN '10'
                    ELSE '50' END AS relation
        FROM headed
        """,
    )


def children(as_of: date) -> Statement:
    """Return the statement for every child with what each file names of its parents."""
    return Statement(
        "child",
        "say which file names which parent of each child",
        f"""
        CREATE OR REPLACE TEMP TABLE child AS
        WITH drawn AS (
            SELECT p.pid, p.i, p.born_on, f.kind, f.county,
                   p.born_on >= {CERTIFIED_SINCE} AND u(p.pid, 'certificate') < 0.93 AS certified,
                   u(p.pid, 'unknown parent') AS lot
            FROM person p JOIN family f USING (i) WHERE p.slot >= 5
        ), named AS (
            SELECT d.*,
                   fa.pid IS NOT NULL AND NOT (lot < {_NO_FATHER} OR lot BETWEEN {_NO_MOTHER} AND {_NEITHER})
                       AS father_named,
                   mo.pid IS NOT NULL AND NOT (lot BETWEEN {_NO_FATHER} AND {_NEITHER}) AS mother_named
            FROM drawn d LEFT JOIN person fa ON fa.pid = d.i * 16 LEFT JOIN person mo ON mo.pid = d.i * 16 + 1
        )
        SELECT * EXCLUDE (lot),
               -- A mother registered elsewhere may stand on the birth certificate alone.
               mother_named AND NOT (kind = 'MOTHER_ELSEWHERE' AND certified) AS mother_in_register,
               father_named AND NOT (kind = 'FATHER_ELSEWHERE' AND certified AND u(pid, 'father where') < 0.4)
                   AS father_in_register,
               date_sub('year', born_on, DATE '{as_of}') AS age
        FROM named
        """,
    )


def away() -> Statement:
    """Return the statement for parents away for work (外出务工): only those who are able and registered here."""
    return Statement(
        "away",
        "send able parents off to work; some are back",
        f"""
        CREATE OR REPLACE TEMP TABLE away AS
        SELECT p.pid, p.i, u(p.pid, 'came back') < 0.08 AS returned
        FROM person p JOIN family f USING (i)
        WHERE p.slot IN (0, 1) AND home > 0 AND NOT "foreign"
          AND (f.away = 'BOTH' OR (f.away = 'FATHER' AND slot = 0) OR (f.away = 'MOTHER' AND slot = 1))
          AND NOT EXISTS (SELECT 1 FROM circumstance c
                          WHERE c.pid = p.pid AND c.code IN ({states(DEAD)}, {states(INCAPABLE)}))
          -- Whether an adopted child is left behind by its first parents is nowhere settled: none arises.
          AND NOT EXISTS (SELECT 1 FROM circumstance c WHERE c.pid // 16 = p.i AND c.code LIKE 'ADOPTED%')
        """,
    )


def relief(as_of: date) -> Statement:
    """Return the statement for households on social relief (社会救助): every living member is listed."""
    return Statement(
        "relief",
        "put poor households on relief, oftener where a parent is lost",
        f"""
        CREATE OR REPLACE TEMP TABLE relief AS
        WITH granted AS (
            SELECT i, CASE WHEN u(i, 'relief kind') < 0.62 THEN 'LOW_INCOME'
                           WHEN u(i, 'relief kind') < 0.93 THEN 'MARGINAL' ELSE 'DESTITUTE' END AS relief_kind
            FROM family WHERE u(i, 'relief') < CASE WHEN distress = 'NONE' THEN 0.035 ELSE 0.22 END
        ), living AS (
            SELECT r.* FROM resident r
            WHERE home = 1 AND NOT EXISTS (SELECT 1 FROM circumstance c WHERE c.pid = r.pid
                                           AND c.code LIKE 'DEAD%' AND c.from_on <= DATE '{as_of}')
        )
        SELECT l.pid, l.i, g.relief_kind,
               first_value(l.pid) OVER (PARTITION BY l.i ORDER BY l.relation = '02' DESC, l.pid) AS head
        FROM granted g JOIN living l USING (i)
        """,
    )


def _parent_state(parent: str) -> str:
    return f"""CASE WHEN NOT {parent}_named OR NOT (registered OR certified) THEN 'unknown'
                    WHEN {parent}_code IN ({states(DEAD)}) THEN '{DEAD}'
                    WHEN {parent}_code IN ({states(INCAPABLE)}) THEN '{INCAPABLE}' ELSE 'able' END"""


def standing(as_of: date) -> Statement:
    """Return the statement for each child's true parents, category and left-behind mark."""
    return Statement(
        "standing",
        "tell the truth about each child before any benefit is paid",
        f"""
        CREATE OR REPLACE TEMP TABLE standing AS
        WITH facts AS (
            SELECT c.*, fc.code AS father_code, mc.code AS mother_code, oc.code AS own_code,
                   coalesce(oc.code LIKE 'DEAD%' AND oc.from_on <= DATE '{as_of}', false) AS dead,
                   coalesce(oc.code = 'ADOPTED', false) AS adopted,
                   coalesce(oc.code IN ('SEVERELY_DISABLED', 'MENTALLY_DISABLED', 'ILL'), false) AS severe,
                   EXISTS (SELECT 1 FROM relief r WHERE r.pid = c.pid) AS poor,
                   EXISTS (SELECT 1 FROM away a WHERE a.pid = c.i * 16 AND NOT a.returned) AND father_named
                       AS father_away,
                   EXISTS (SELECT 1 FROM away a WHERE a.pid = c.i * 16 + 1 AND NOT a.returned) AND mother_named
                       AS mother_away,
                   EXISTS (SELECT 1 FROM resident r WHERE r.pid = c.pid) AS registered
            FROM child c
            LEFT JOIN circumstance fc ON fc.pid = c.i * 16
            LEFT JOIN circumstance mc ON mc.pid = c.i * 16 + 1
            LEFT JOIN circumstance oc ON oc.pid = c.pid
        ), parents AS (
            SELECT *, {_parent_state("father")} AS father, {_parent_state("mother")} AS mother FROM facts
        ), lost AS (
            SELECT *, father = '{DEAD}' AND mother = '{DEAD}' AS orphan,
                   father IN ('{DEAD}', '{INCAPABLE}') AND mother IN ('{DEAD}', '{INCAPABLE}') AS unattended,
                   NOT dead AND age < 18 AS minor
            FROM parents
        )
        SELECT pid, i, age, dead, adopted, registered, father, mother, father_code, mother_code,
               CASE WHEN NOT minor THEN ''
                    WHEN orphan AND NOT adopted THEN '孤儿'
                    WHEN unattended AND NOT adopted THEN '事实无人抚养儿童'
                    WHEN severe THEN '重病重残儿童'
                    WHEN poor THEN '困境家庭儿童' ELSE '' END AS category,
               minor AND NOT adopted AND (father = 'unknown' OR mother = 'unknown')
                   AND father <> 'able' AND mother <> 'able' AS to_verify,
               NOT dead AND age < 16 AND f.agricultural
                   AND CASE WHEN father = 'able' AND mother = 'able' THEN father_away AND mother_away
                            WHEN mother IN ('{DEAD}', '{INCAPABLE}') THEN father_away
                            WHEN father IN ('{DEAD}', '{INCAPABLE}') THEN mother_away
                            ELSE false END AS left_behind
        FROM lost JOIN family f USING (i)
        """,
    )
