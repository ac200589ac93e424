"""
Whose children they are (父母).

Parents come from the register's parent columns and from birth certificates. Where the two name different people,
neither is taken: both stand beside the child (``father_registered``, ``father_certified``), who is put up for
verification. A parent who is named but whom no number identifies stays a person of his or her own: what is not
known of them is not known, not "no".
"""

from gonghu.engines.linkage.mentions import mention_of, row_key
from gonghu.engines.linkage.screening import assigned_join, person_of
from gonghu.engines.statements import Statement

ROLES = ("father", "mother")


def parent_statements(sources: tuple[str, ...]) -> tuple[Statement, ...]:
    """Return the statements that make ``child``; ``sources`` are kinds of roster, the most trusted first."""
    return (_claims(sources), *(_parents(role) for role in ROLES), _child())


def _claims(sources: tuple[str, ...]) -> Statement:
    """Every row that says whose child somebody is."""
    parts = [_claims_in(kind, rank) for rank, kind in enumerate(sources)]
    nothing = ", ".join(
        f"CAST(NULL AS BIGINT) AS {r}, FALSE AS {r}_named, CAST(NULL AS VARCHAR) AS {r}_name" for r in ROLES
    )
    parts.append(f"SELECT CAST(NULL AS BIGINT) AS child, 0 AS source, 0 AS file_no, 0 AS row_no, {nothing} WHERE FALSE")
    return Statement(
        "parent claims",
        "户籍与出生医学证明各自写明的父母",
        "CREATE OR REPLACE TEMP TABLE parent_claim AS\n" + "\nUNION ALL\n".join(parts),
    )


def _claims_in(kind: str, rank: int) -> str:
    subject = mention_of(kind, "subject")
    parents = {role: mention_of(kind, role) for role in ROLES}
    columns = ",\n       ".join(
        f"coalesce({person_of(m, 'r', role)},\n"
        f"                CASE WHEN r.{m.name} IS NOT NULL THEN -({row_key(m, 'r')}) END) AS {role},"
        f" r.{m.name} IS NOT NULL OR r.{m.number} IS NOT NULL AS {role}_named, r.{m.name} AS {role}_name"
        for role, m in parents.items()
    )
    joins = "\n".join(assigned_join(m, "r", role) for role, m in parents.items())
    return f"""SELECT {person_of(subject, "r", "self")} AS child, {rank} AS source, r.file_no, r.row_no,
       {columns}
FROM roster_{kind} AS r
{assigned_join(subject, "r", "self")}
{joins}
WHERE {person_of(subject, "r", "self")} IN (SELECT person FROM standing)"""


def _parents(role: str) -> Statement:
    """An identified parent is preferred; among those the register goes before the certificate."""
    return Statement(
        f"{role}s",
        "先户籍、后出生医学证明；两者写明姓名、号码都不同的人，即为有争议",
        f"""CREATE OR REPLACE TEMP TABLE {role}_of AS
SELECT child, bool_or({role}_named) AS named, min({role}_name) AS name,
       coalesce(max(CASE WHEN source = 0 AND {role} > 0 THEN {role} END), max(CASE WHEN {role} > 0 THEN {role} END),
                max({role})) AS {role},
       CASE WHEN count(DISTINCT CASE WHEN {role} > 0 THEN {role} END) > 1 AND min({role}_name) <> max({role}_name)
            THEN max(CASE WHEN source > 0 AND {role} > 0 THEN {role} END) END AS other
FROM parent_claim GROUP BY child""",
    )


def _child() -> Statement:
    columns = ",\n       ".join(
        f"CASE WHEN {role}_of.other IS NULL THEN {role}_of.{role} END AS {role},"
        f" coalesce({role}_of.named, FALSE) AS {role}_named, {role}_of.name AS {role}_name,"
        f" CASE WHEN {role}_of.other IS NOT NULL THEN {role}_of.{role} END AS {role}_registered,"
        f" {role}_of.other AS {role}_certified"
        for role in ROLES
    )
    joins = "\n".join(f"LEFT JOIN {role}_of ON {role}_of.child = s.person" for role in ROLES)
    return Statement(
        "child",
        "每个儿童的父亲与母亲",
        f"""CREATE OR REPLACE TABLE child AS
SELECT s.person, {columns},
       father_of.other IS NOT NULL OR mother_of.other IS NOT NULL AS kinship_disputed
FROM standing AS s
{joins}""",
    )
