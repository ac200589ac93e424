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
    return (_claims(sources), _parents(), _child())


def _claims(sources: tuple[str, ...]) -> Statement:
    """Every row that says whose child somebody is."""
    nothing = ", ".join(
        f"CAST(NULL AS BIGINT) AS {r}, FALSE AS {r}_named, CAST(NULL AS VARCHAR) AS {r}_name" for r in ROLES
    )
    parts = [f"SELECT CAST(NULL AS BIGINT) AS child, 0 AS source, {nothing} WHERE FALSE"]
    parts += [_claims_in(kind, rank) for rank, kind in enumerate(sources)]
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
    said = " OR ".join(f"{m.name} IS NOT NULL OR {m.number} IS NOT NULL" for m in parents.values())
    return f"""SELECT r.child, {rank} AS source,
       {columns}
FROM (
  SELECT o.*, {person_of(subject, "o", "self")} AS child
  FROM (SELECT * FROM roster_{kind} WHERE {said}) AS o
  {assigned_join(subject, "o", "self")}
) AS r
{joins}
WHERE r.child IN (SELECT person FROM standing)"""


def _parents() -> Statement:
    """An identified parent is preferred; among those the register goes before the certificate."""
    columns = ",\n       ".join(
        f"""max({role}_name) AS {role}_name, bool_or({role}_named) AS {role}_named,
       coalesce(max(CASE WHEN source = 0 AND {role} > 0 THEN {role} END), max({role})) AS {role},
       CASE WHEN min(CASE WHEN {role} > 0 THEN {role} END) <> max({role}) AND min({role}_name) <> max({role}_name)
            THEN max(CASE WHEN source > 0 AND {role} > 0 THEN {role} END) END AS {role}_other"""
        for role in ROLES
    )
    return Statement(
        "parents",
        "先户籍、后出生医学证明；两者写明姓名、号码都不同的人，即为有争议",
        f"CREATE OR REPLACE TEMP TABLE parents_of AS\nSELECT child,\n       {columns}\n"
        "FROM parent_claim GROUP BY child",
    )


def _child() -> Statement:
    columns = ",\n       ".join(
        f"CASE WHEN p.{role}_other IS NULL THEN p.{role} END AS {role},"
        f" coalesce(p.{role}_named, FALSE) AS {role}_named, p.{role}_name,"
        f" CASE WHEN p.{role}_other IS NOT NULL THEN p.{role} END AS {role}_registered,"
        f" p.{role}_other AS {role}_certified"
        for role in ROLES
    )
    return Statement(
        "child",
        "每个儿童的父亲与母亲",
        f"""CREATE OR REPLACE TABLE child AS
SELECT s.person, {columns},
       p.father_other IS NOT NULL OR p.mother_other IS NOT NULL AS kinship_disputed
FROM standing AS s LEFT JOIN parents_of AS p ON p.child = s.person""",
    )
