"""
What befalls the people of the invented city, and what each thing makes of a parent.

One circumstance is one piece of evidence in a department's file. For each that takes a parent's ability away there
is a near miss that does not (a term of five months, a loss of contact of 5.9 months, an expired certificate).
"""

from dataclasses import dataclass
from datetime import date

from gonghu.engines.statements import Statement
from gonghu.engines.synthesis.randomness import weighted_case

DEAD, INCAPABLE, ABLE = "dead_or_missing", "incapable", "able"


@dataclass(frozen=True)
class Circumstance:
    """
    One thing that can be known of a person.

    ``from_on`` and ``to_on`` are SQL dates over `k` (the person's `pid`) and `as_of`; ``state`` is what it makes of
    a parent; ``parent``, ``child`` and ``other`` are its weights among those the lot falls on.
    """

    code: str
    state: str
    from_on: str
    to_on: str = "NULL"
    parent: float = 0.0
    child: float = 0.0
    other: float = 0.0


def _ago(least: int, most: int) -> str:
    return f"as_of - {least} - n(k, 'from', {most - least})"


def _ahead(least: int, most: int) -> str:
    return f"as_of + {least} + n(k, 'to', {most - least})"


_HALF_YEAR_AGO = "(as_of - INTERVAL 6 MONTH)::DATE"
_TEN_YEARS = "(from_on + INTERVAL 10 YEAR)::DATE"
_EXPIRED = "least(as_of - 1, greatest(from_on + 1, as_of - 1 - n(k, 'to', 400)))"

CIRCUMSTANCES = (
    Circumstance("DEAD_LONG", DEAD, _ago(65, 2800), "from_on + 1 + n(k, 'to', 40)", 15, 4, 60),
    Circumstance("DEAD_RECENTLY", DEAD, _ago(1, 50), "from_on + n(k, 'to', 30)", 3, 4, 3),
    Circumstance("DEAD_LATER", ABLE, _ahead(1, 15), "from_on + 2", 0.3),
    Circumstance("DECLARED_DEAD", DEAD, _ago(1, 1500), parent=2.5, other=0.3),
    Circumstance("DECLARED_MISSING", DEAD, _ago(1, 1500), parent=3, other=0.3),
    Circumstance("MISSING_WITHDRAWN", ABLE, _ago(700, 1500), _ago(1, 600), 0.7),
    Circumstance("REVOKED", INCAPABLE, _ago(1, 1200), parent=3),
    Circumstance("REVOKED_RESTORED", ABLE, _ago(700, 1500), _ago(1, 600), 0.8),
    Circumstance("REVOKED_LATER", ABLE, _ahead(1, 15), parent=0.3),
    Circumstance("PRISON", INCAPABLE, _ago(20, 900), _ahead(200, 1500), 11, other=2),
    Circumstance("PRISON_SIX_MONTHS", INCAPABLE, _ago(10, 150), "(from_on + INTERVAL 6 MONTH)::DATE", 1.2),
    Circumstance("PRISON_ENDS_TOMORROW", INCAPABLE, _ago(400, 900), "as_of + 1", 0.6),
    Circumstance("PRISON_FIVE_MONTHS", ABLE, _ago(5, 110),
                 "(from_on + INTERVAL 6 MONTH)::DATE - 3 - n(k, 'to', 57)", 3),
    Circumstance("PRISON_ENDED_YESTERDAY", ABLE, _ago(400, 900), "as_of - 1", 0.6),
    Circumstance("PRISON_ENDED", ABLE, _ago(500, 1500), "as_of - 2 - n(k, 'to', 300)", 3.5, other=1),
    Circumstance("PRISON_RELEASED_EARLY", ABLE, _ago(500, 1200), _ahead(10, 400), 0.8),
    Circumstance("DETOX", INCAPABLE, _ago(20, 700), "(from_on + INTERVAL 2 YEAR)::DATE", 5, other=1),
    Circumstance("DETOX_ENDED", ABLE, _ago(735, 1200), "(from_on + INTERVAL 2 YEAR)::DATE", 1),
    Circumstance("OTHER_LIBERTY", INCAPABLE, _ago(5, 100),
                 "(from_on + INTERVAL 7 MONTH)::DATE + n(k, 'to', 120)", 5, other=0.5),
    Circumstance("OTHER_LIBERTY_SHORT", ABLE, _ago(5, 60), "(from_on + INTERVAL 4 MONTH)::DATE", 1.2),
    Circumstance("LOST", INCAPABLE, f"{_HALF_YEAR_AGO} - 30 - n(k, 'from', 2000)", parent=6, other=0.5),
    Circumstance("LOST_SIX_MONTHS", INCAPABLE, f"{_HALF_YEAR_AGO} - 3", parent=0.8),
    Circumstance("LOST_FIVE_MONTHS", ABLE, f"{_HALF_YEAR_AGO} + 3 + n(k, 'from', 140)", parent=3, other=0.3),
    Circumstance("FOUND", ABLE, _ago(300, 2000), parent=0.8),
    Circumstance("SEVERELY_DISABLED", INCAPABLE, _ago(100, 2700), _TEN_YEARS, parent=8, child=28, other=7),
    Circumstance("MENTALLY_DISABLED", INCAPABLE, _ago(100, 2700), _TEN_YEARS, parent=8, child=16, other=5),
    Circumstance("MILDLY_DISABLED", ABLE, _ago(100, 2700), _TEN_YEARS, parent=6, child=20, other=16),
    Circumstance("DISABLED_CANCELLED", ABLE, _ago(400, 2700), _TEN_YEARS, parent=1.5, child=2, other=1),
    Circumstance("DISABLED_EXPIRED", ABLE, _ago(1500, 3000), _EXPIRED, parent=1.2, child=1.5, other=1),
    Circumstance("DISABLED_EXPIRED_YESTERDAY", ABLE, "(as_of - 1 - INTERVAL 5 YEAR)::DATE",
                 "as_of - 1", parent=0.4, child=0.5),
    Circumstance("ILL", INCAPABLE, _ago(5, 1400), parent=8, child=22, other=3),
    Circumstance("ADOPTED", ABLE, _ago(5, 2500), child=4),
    Circumstance("ADOPTED_LATER", ABLE, "as_of + 5", child=0.5),
)  # fmt: skip
# A foreign mother (外籍母亲) may be deported; nothing else is on file about her.
DEPORTED = Circumstance("DEPORTED", INCAPABLE, _ago(20, 1500))

DISTRESSED_ANYWAY = 0.012
CHILD_AFFECTED = 0.042
OTHER_AFFECTED = 0.06


def _arms(part: str) -> str:
    chosen = [(c, part_of_date) for c in (*CIRCUMSTANCES, DEPORTED) if (part_of_date := getattr(c, part)) != "NULL"]
    return " ".join(f"WHEN '{c.code}' THEN {sql}" for c, sql in chosen)


def _codes(role: str) -> str:
    return weighted_case(
        f"u(pid, 'which {role}')", {f"'{c.code}'": getattr(c, role) for c in CIRCUMSTANCES if getattr(c, role)}
    )


def states(state: str) -> str:
    """Return the SQL list of the codes that bring a parent to a state."""
    return ", ".join(f"'{c.code}'" for c in (*CIRCUMSTANCES, DEPORTED) if c.state == state)


def circumstances(as_of: date) -> Statement:
    """Return the statement that draws the table `circumstance(pid, code, from_on, to_on)` of a chunk."""
    return Statement(
        "circumstance",
        "draw what befalls each person, in pairs for the parents in distress",
        f"""
        CREATE OR REPLACE TEMP TABLE circumstance AS
        WITH drawn AS (
            SELECT p.pid, p.i, p.born_on, p.slot,
                   CASE WHEN p."foreign" THEN CASE WHEN u(pid, 'deported') < 0.6 THEN 'DEPORTED' END
                        WHEN slot >= 5 AND p.born_on > DATE '{as_of}' - INTERVAL 23 YEAR
                            THEN CASE WHEN u(pid, 'affected') < {CHILD_AFFECTED} THEN {_codes("child")} END
                        WHEN slot <= 1 AND f.children > 0
                            THEN CASE WHEN f.distress IN ('BOTH', ['FATHER', 'MOTHER'][slot + 1])
                                           OR u(pid, 'affected') < {DISTRESSED_ANYWAY} THEN {_codes("parent")} END
                        WHEN u(pid, 'affected') < {OTHER_AFFECTED} THEN {_codes("other")}
                   END AS code
            FROM person p JOIN family f USING (i)
        ), begun AS (
            SELECT *, DATE '{as_of}' AS as_of, pid AS k, (CASE code {_arms("from_on")} END)::DATE AS drawn_from
            FROM drawn
            LEFT JOIN (SELECT i, max(born_on) AS youngest_on FROM person WHERE slot >= 5 GROUP BY i) USING (i)
            WHERE code IS NOT NULL
        ), dated AS (
            -- Nothing befalls a child before its birth; nobody dies before the youngest child is born.
            SELECT *, CASE WHEN slot >= 5 THEN greatest(drawn_from, born_on + 1)
                           WHEN code LIKE 'DEAD%' THEN greatest(drawn_from, coalesce(youngest_on + 1, drawn_from))
                           ELSE drawn_from END AS moved_from
            FROM begun
        ), cleared AS (
            -- The register strikes off those dead for more than 60 days: nobody is left on the very edge of it.
            SELECT * REPLACE (CASE WHEN code LIKE 'DEAD%' AND moved_from BETWEEN as_of - 63 AND as_of - 57
                                   THEN as_of - 56 ELSE moved_from END AS moved_from)
            FROM dated
        ), named AS (SELECT *, moved_from AS from_on FROM cleared)
        SELECT pid, code, from_on, (CASE code {_arms("to_on")} END)::DATE AS to_on FROM named
        """,
    )


def struck_off(as_of: date) -> str:
    """Return SQL over a circumstance: whether the person is off the register, dead for more than 60 days."""
    return f"code LIKE 'DEAD%' AND from_on < DATE '{as_of}' - 60"
