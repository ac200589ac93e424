"""
Families of the invented city: who lives with whom, and who is whose child.

A family (numbered `i`) is drawn on its own, so that families can be made in chunks. Its people stand in fixed
slots: 0 father, 1 mother, 2 stepfather, 3 and 4 the father's parents, 5 to 8 children. `pid = 16 * i + slot`.
Every family has two households: its own (2 * i) and that of the parent who left (2 * i + 1).
"""

from datetime import date

from gonghu.engines.statements import Statement
from gonghu.engines.synthesis.names import given_character_case
from gonghu.engines.synthesis.places import FAR_COUNTIES, far_county
from gonghu.engines.synthesis.randomness import sql_list, weighted_case

# Registered persons a family brings on average, measured over a million families.
PERSONS_PER_FAMILY = 3.09

FATHER, MOTHER, STEPFATHER, GRANDFATHER, GRANDMOTHER, FIRST_CHILD = 0, 1, 2, 3, 4, 5
MOST_CHILDREN = 4

# How a family lives. The single mother (单亲母亲) has no father recorded anywhere.
KINDS = {
    "'COUPLE'": 0.765,
    "'LONER'": 0.07,
    "'CHILDREN_WITH_MOTHER'": 0.045,
    "'CHILDREN_WITH_FATHER'": 0.02,
    "'MOTHER_REMARRIED'": 0.02,
    "'SINGLE_MOTHER'": 0.01,
    "'WITH_GRANDPARENTS'": 0.025,
    "'FATHER_ELSEWHERE'": 0.02,
    "'MOTHER_ELSEWHERE'": 0.015,
    "'BOTH_ELSEWHERE'": 0.006,
    "'FOREIGN_MOTHER'": 0.004,
}
CHILDREN = {"0": 0.30, "1": 0.37, "2": 0.23, "3": 0.075, "4": 0.025}
# Distress of the parents comes in pairs: who is in prison often has a partner in prison or gone.
DISTRESS = {"'NONE'": 0.895, "'FATHER'": 0.028, "'MOTHER'": 0.026, "'BOTH'": 0.051}
AWAY = {"'NONE'": 0.70, "'BOTH'": 0.085, "'FATHER'": 0.165, "'MOTHER'": 0.05}
AWAY_FROM_TOWN = {"'NONE'": 0.92, "'BOTH'": 0.01, "'FATHER'": 0.05, "'MOTHER'": 0.02}


def families(first: int, end: int, minorities: dict[str, float]) -> Statement:
    """Return the statement that draws the families `first` to `end - 1` into the table `family`."""
    ethnic = weighted_case("u(i, 'ethnic')", {f"'{code}'": share for code, share in minorities.items()})
    return Statement(
        "family",
        "draw each family's kind, place, size and troubles",
        f"""
        CREATE OR REPLACE TEMP TABLE family AS
        WITH drawn AS (
            SELECT i, n(i, 'place', (SELECT count(*) FROM place)) AS place,
                   n(i, 'other place', (SELECT count(*) FROM place)) AS other_place,
                   {weighted_case("u(i, 'kind')", KINDS)} AS kind,
                   {weighted_case("u(i, 'children')", CHILDREN)} AS drawn_children,
                   {weighted_case("u(i, 'distress')", DISTRESS)} AS distress,
                   {ethnic} AS ethnic_group
            FROM range({first}, {end}) families(i)
        )
        SELECT d.* EXCLUDE (place, other_place, drawn_children), p.county, p.division_code, p.village,
               o.division_code AS other_division, o.village AS other_village,
               p.agricultural = (u(i, 'hukou') < 0.94) AS agricultural,
               CASE WHEN kind = 'LONER' THEN 0
                    WHEN kind IN ('COUPLE', 'MOTHER_ELSEWHERE') THEN drawn_children
                    ELSE greatest(drawn_children, 1) END AS children,
               CASE WHEN p.agricultural THEN {weighted_case("u(i, 'away')", AWAY)}
                    ELSE {weighted_case("u(i, 'away')", AWAY_FROM_TOWN)} END AS away,
               u(i, 'generation character') < 0.3 AS shared_character,
               u(i, 'twins') < 0.03 AS twins,
               u(i, 'dotted') < CASE ethnic_group WHEN '05' THEN 1 WHEN '04' THEN 1 ELSE 0 END AS dotted
        FROM drawn d JOIN place p USING (place) JOIN place o ON o.place = d.other_place
        """,
    )


def people(as_of: date) -> Statement:
    """Return the statement that draws everyone of the families into `drawn_person`, yet without number or name."""
    today = f"DATE '{as_of}'"
    return Statement(
        "drawn_person",
        "give each slot of a family its person, birth date, household and origin",
        f"""
        CREATE OR REPLACE TEMP TABLE drawn_person AS
        WITH aged AS (
            SELECT *,
                   -- Days since the eldest was born: mostly under 23 years, some grown up at home.
                   CASE WHEN u(i, 'grown') < 0.035 THEN 8400 + n(i, 'eldest', 2500)
                        ELSE 4 + n(i, 'eldest', 8390) END AS eldest_days,
                   CASE WHEN children = 0 THEN 8030 + n(i, 'father age', 21000)
                        ELSE 8030 + n(i, 'father age', 5200) END AS father_more
            FROM family
        ), parents AS (
            SELECT *, father_more + CASE WHEN children = 0 THEN 0 ELSE eldest_days END AS father_days
            FROM aged
        ), adult AS (
            SELECT p.*, s.slot,
                   CASE s.slot
                        WHEN 0 THEN father_days
                        WHEN 1 THEN greatest(father_days - 1500 + n(i, 'mother age', 2200),
                                             7000 + CASE WHEN children = 0 THEN 0 ELSE eldest_days END)
                        WHEN 2 THEN father_days - 1000 + n(i, 'stepfather age', 2000)
                        WHEN 3 THEN least(father_days + 8030 + n(i, 'grandfather age', 3500), 36500)
                        WHEN 4 THEN least(father_days + 7500 + n(i, 'grandmother age', 3500), 36400)
                   END AS days
            FROM parents p, (VALUES (0), (1), (2), (3), (4)) s(slot)
            WHERE CASE s.slot
                       WHEN 0 THEN kind <> 'SINGLE_MOTHER' AND (kind <> 'LONER' OR i % 2 = 0)
                       WHEN 1 THEN kind <> 'LONER' OR i % 2 = 1
                       WHEN 2 THEN kind = 'MOTHER_REMARRIED'
                       ELSE kind IN ('WITH_GRANDPARENTS', 'BOTH_ELSEWHERE')
                            OR (kind = 'COUPLE' AND father_days < 18000 AND u(i * 16 + s.slot, 'grandparent') < 0.13)
                  END
        ), child AS (
            SELECT p.*, 4 + c.nth AS slot, nth, eldest_days - ({_YEARS_APART}) AS days
            FROM parents p, (VALUES (1), (2), (3), (4)) c(nth)
            WHERE c.nth <= children
        ), everyone AS (
            SELECT i, slot, days, {today} - days::INTEGER AS born_on FROM adult
            UNION ALL BY NAME
            SELECT i, slot, days, {_child_birth(today)} AS born_on FROM child WHERE days >= 4
        )
        SELECT e.i * 16 + e.slot AS pid, e.i, e.slot, e.born_on,
               CASE WHEN e.slot IN (0, 2, 3) THEN '1' WHEN e.slot IN (1, 4) THEN '2'
                    WHEN u(e.i * 16 + e.slot, 'sex') < 0.52 THEN '1' ELSE '2' END AS sex,
               {_home()} AS home,
               f.kind = 'FOREIGN_MOTHER' AND e.slot = 1 AS "foreign",
               CASE WHEN ({_home()}) = 0 OR (e.slot < 5 AND u(e.i * 16 + e.slot, 'native') < 0.12)
                    THEN {far_county(f"n(e.i * 16 + e.slot, 'county', {len(FAR_COUNTIES)})")}
                    ELSE f.county END AS number_county
        FROM everyone e JOIN family f USING (i)
        """,
    )


# Days between the eldest child and the nth: more than a year each, none between twins (the first two).
_YEARS_APART = """CASE WHEN nth > 1 AND NOT twins THEN 400 + n(i, 'second', 1300) ELSE 0 END
                   + CASE WHEN nth > 2 THEN 400 + n(i, 'third', 1300) ELSE 0 END
                   + CASE WHEN nth > 3 THEN 400 + n(i, 'fourth', 1300) ELSE 0 END"""


def _child_birth(today: str) -> str:
    """Return SQL for a child's birth date: one eldest in sixty is exactly 16, 18 or 23, or a day off."""
    years = "[16, 18, 23][1 + n(i, 'edge years', 3)]"
    edge = f"({today} - to_years({years}) + to_days(n(i, 'edge day', 3) - 1))::DATE"
    return f"CASE WHEN nth = 1 AND u(i, 'edge') < 0.015 THEN {edge} ELSE {today} - days::INTEGER END"


def _home() -> str:
    """Return SQL: 1 the family's own household, 2 the other one, 0 registered elsewhere or abroad."""
    return """CASE WHEN e.slot IN (0, 1) AND f.kind = 'BOTH_ELSEWHERE' THEN 0
                    WHEN e.slot = 0 AND f.kind = 'FATHER_ELSEWHERE' THEN 0
                    WHEN e.slot = 1 AND f.kind IN ('MOTHER_ELSEWHERE', 'FOREIGN_MOTHER') THEN 0
                    WHEN e.slot = 0 AND f.kind IN ('CHILDREN_WITH_MOTHER', 'MOTHER_REMARRIED') THEN 2
                    WHEN e.slot = 1 AND f.kind = 'CHILDREN_WITH_FATHER' THEN 2
                    WHEN e.slot IN (0, 1) AND f.kind = 'WITH_GRANDPARENTS' THEN 2
                    ELSE 1 END"""


def names(surnames: list[str], dotted: tuple[list[str], list[str]]) -> Statement:
    """Return the statement that names everyone: children after the father, siblings often alike."""
    slots, count = sql_list(surnames), len(surnames)
    given, last = (sql_list(part) for part in dotted)
    own = f"{slots}[1 + n(pid, 'surname', {count})]"
    fathers = f"{slots}[1 + n(i * 16, 'surname', {count})]"
    mothers = f"{slots}[1 + n(i * 16 + 1, 'surname', {count})]"
    return Statement(
        "named_person",
        "give everyone a name of their time",
        f"""
        CREATE OR REPLACE TEMP TABLE named_person AS
        WITH era AS (
            SELECT p.*, f.kind, f.dotted, f.shared_character,
                   CASE WHEN year(born_on) < 1970 THEN 0 WHEN year(born_on) < 1995 THEN 1 ELSE 2 END AS era
            FROM drawn_person p JOIN family f USING (i)
        ), drawn AS (
            SELECT *,
                   CASE WHEN slot IN (0, 3) THEN {fathers}
                        WHEN slot < 5 THEN {own}
                        WHEN kind = 'SINGLE_MOTHER' OR u(i, 'mothers name') < 0.03 THEN {mothers}
                        ELSE {fathers} END AS surname,
                   {given_character_case("sex", "era", "n(pid, 'second character', 1000)")} AS second,
                   {given_character_case("sex", "era", "n(pid, 'first character', 1000)")} AS first,
                   {given_character_case("'1'", "era", "n(i, 'generation', 1000)")} AS generation,
                   {given}[1 + n(pid, 'given', {len(dotted[0])})] || '·'
                   || {last}[1 + n(pid, 'last', {len(dotted[1])})] AS dotted_name
            FROM era
        )
        SELECT pid, i, slot, born_on, sex, home, "foreign", number_county, kind,
               CASE WHEN dotted AND slot <> 2 THEN dotted_name
                    ELSE surname || CASE WHEN u(pid, 'short name') < CASE era WHEN 1 THEN 0.35 ELSE 0.2 END THEN second
                                         WHEN slot >= 5 AND shared_character THEN generation || second
                                         ELSE first || second END END AS name
        FROM drawn
        """,
    )
