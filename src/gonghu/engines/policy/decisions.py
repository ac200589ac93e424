"""
The statements that tell, for every child, what follows: parents' states, category, marks, findings, money.
"""

from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.policy.law import Law
from gonghu.engines.statements import Statement

_NEXT = ",\n  "


def decision_statements(law: Law, prefix: str) -> list[Statement]:
    """Return the statements that tell what follows for each pattern, and, as a view over it, for each child."""
    told = [
        "p.pattern",
        f"{parent_state('father')} AS father",
        f"{parent_state('mother')} AS mother",
        f"{category(law)} AS category",
        *(f"p.{identifier}" for identifier in law.policies),
        f"{findings(law)} AS findings",
    ]
    columns = ["t.father", "t.mother", "t.category", *(f"t.{identifier}" for identifier in law.policies)]
    # No amount row means that nothing is due, possible or paid; an empty amount means that no figure is known.
    amounts = [
        f"CASE WHEN a.person IS NULL THEN 0 ELSE a.{amount} END AS {amount}"
        for amount in ("entitled_fen", "possible_fen", "paid_fen", "stake_fen")
    ]
    return [
        Statement(
            f"{prefix}told",
            "每个事实组合一行：父母状况、类别、各政策是否符合、发现的问题",
            f"CREATE OR REPLACE TABLE {prefix}told AS\nSELECT {_NEXT.join(told)}\nFROM {prefix}pattern AS p",
        ),
        Statement(
            f"{prefix}decision",
            "每名儿童一行：上表各项，加每月涉及金额（分）；是视图，不重复存放",
            f"CREATE OR REPLACE VIEW {prefix}decision AS\n"
            f"SELECT r.person, r.age, {', '.join([*columns, 't.findings', *amounts])}\n"
            f"FROM {prefix}reason AS r\nJOIN {prefix}told AS t ON t.pattern = r.pattern\n"
            f"LEFT JOIN {prefix}amount AS a ON a.person = r.person",
        ),
    ]


def parent_state(role: str) -> str:
    """SQL for a parent's state as the lists print it: dead_or_missing, incapable, able or unknown."""
    return (
        f"CASE WHEN p.{role}_gone THEN 'dead_or_missing' WHEN p.{role}_incapable THEN 'incapable'"
        f" WHEN p.{role}_able THEN 'able' ELSE 'unknown' END"
    )


def category(law: Law) -> str:
    """SQL for the first category that surely fits, in rank order."""
    fits = " ".join(f"WHEN p.{policy.id} THEN {literal(policy.name)}" for policy in law.of_kind("category"))
    return f"CASE {fits} END" if fits else "CAST(NULL AS VARCHAR)"


def findings(law: Law) -> str:
    """SQL for the names of all findings of a child joined with a bar, empty when there are none."""
    parts = [
        f"CASE WHEN p.{policy.id} THEN {literal('|' + policy.name)} ELSE '' END" for policy in law.of_kind("finding")
    ]
    return f"SUBSTRING({' || '.join(parts)}, 2)" if parts else "''"
