"""
The figures of the report page (报告数据), counted from what the engines left.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.reporting.places import Places
from gonghu.engines.reporting.sealing import public_name
from gonghu.standards.masking import masked_name, masked_number

MOST_AT_STAKE = 10
MOST_QUESTIONS = 8
_ROLES = ("父亲", "母亲", "本人")
_HOUSEHOLD = "家庭等"


@dataclass(frozen=True)
class Stage:
    """One stage of the way from rows to findings."""

    name: str
    number: int
    meaning: str


@dataclass(frozen=True)
class Found:
    """One kind of finding: children and, where money hangs on it, fen a month."""

    name: str
    children: int
    stake_fen: int | None


@dataclass(frozen=True)
class Question:
    """Facts to verify together, the children this alone would settle, and what is at stake for them."""

    words: str
    children: int
    stake_fen: int


@dataclass(frozen=True)
class ChildAtStake:
    """One of the children with most at stake, without the name and the number."""

    name: str
    number: str
    town: str
    age: int | None
    category: str
    findings: str
    stake_fen: int
    words: str


@dataclass(frozen=True)
class Conditions:
    """
    How often each condition bears out each category, in children.

    A column is a category and whose condition it is; a row is a condition with a number for every column.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def categories(self) -> tuple[tuple[str, int], ...]:
        """The categories in order, with the number of their columns."""
        return tuple(Counter(category for category, _ in self.columns).items())


def stages(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> tuple[Stage, ...]:
    """Return the way from the rows of the files to the children something was found about."""
    rows, accepted = connection.execute(
        "SELECT coalesce(sum(rows_total), 0)::BIGINT, coalesce(sum(rows_accepted), 0)::BIGINT FROM intake_file"
    ).fetchall()[0]
    ((lost,),) = connection.execute(
        "SELECT count(*) FROM (SELECT DISTINCT file_no, row_no FROM unplaced WHERE label LIKE '%.subject')"
    ).fetchall()
    ((people,),) = connection.execute("SELECT count(*) FROM known").fetchall()
    children, fitting, concerned = connection.execute(
        f"""SELECT count(*), count(*) FILTER (category IS NOT NULL), count(*) FILTER (findings <> '')
FROM {evaluation.prefix}decision"""
    ).fetchall()[0]
    return (
        Stage("名册的行", rows, "各部门文件中表头以下的全部行"),
        Stage("可用的行", accepted, "写明了姓名或证件号码"),
        Stage("认定到人的行", accepted - lost, "知道说的是谁"),
        Stage("涉及的人", people, "有证件号码的人，含父母和其他亲属"),
        Stage("儿童", children, "户籍中的子女和在册儿童"),
        Stage("符合保障类别", fitting, "各类合计，一人只计一类"),
        Stage("发现问题", concerned, "至少有一个问题待办"),
    )


def found(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> tuple[Found, ...]:
    """Return every kind of finding, those nobody has included."""
    rows = connection.execute(
        "SELECT policy, count(*), coalesce(sum(stake_fen), 0)::BIGINT FROM report_finding GROUP BY policy"
    ).fetchall()
    counted = {policy: (children, stake) for policy, children, stake in rows}
    return tuple(
        Found(public_name(policy), children, stake if policy.pays else None)
        for policy in evaluation.law.of_kind("finding")
        for children, stake in [counted.get(policy.id, (0, 0))]
    )


def categories(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> tuple[tuple[str, int], ...]:
    """Return how many children are in each category; a child counts in the first that fits."""
    counted = dict(
        connection.execute(
            "SELECT category, count(*) FROM report_row WHERE category <> '' GROUP BY category"
        ).fetchall()
    )
    names = dict.fromkeys(public_name(policy) for policy in evaluation.law.of_kind("category"))
    return tuple((name, counted.get(name, 0)) for name in names)


def conditions(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> Conditions:
    """Return which conditions (父亲服刑在押) bear out which category, in children."""
    rows = connection.execute(
        f"""SELECT t.name, t.words, p.children
FROM (SELECT *, row_number() OVER (PARTITION BY pattern ORDER BY rank) AS turn FROM report_told WHERE kind = 'category')
  AS t
JOIN {evaluation.prefix}pattern AS p ON p.pattern = t.pattern WHERE t.turn = 1 AND t.words <> ''"""
    ).fetchall()
    counted: Counter[tuple[str, str, str]] = Counter()
    for category, words, children in rows:
        for phrase in words.split("；"):
            role = next((role for role in _ROLES if phrase.startswith(role)), _HOUSEHOLD)
            counted[phrase.removeprefix(role), category, role] += children
    names = dict.fromkeys(public_name(policy) for policy in evaluation.law.of_kind("category"))
    present = {(category, role) for _, category, role in counted}
    columns = tuple((name, role) for name in names for role in (*_ROLES, _HOUSEHOLD) if (name, role) in present)
    totals: Counter[str] = Counter()
    for (phrase, _, _), children in counted.items():
        totals[phrase] += children
    return Conditions(
        columns,
        tuple((phrase, tuple(counted[phrase, *column] for column in columns)) for phrase, _ in totals.most_common()),
    )


def most_at_stake(connection: duckdb.DuckDBPyConnection, places: Places) -> tuple[ChildAtStake, ...]:
    """Return the ten children with most at stake, masked."""
    rows = connection.execute(
        f"""WITH most AS (
  SELECT *, row_number() OVER (ORDER BY stake_fen DESC, length(findings) DESC, age, id_number) AS turn
  FROM report_row WHERE stake_fen > 0 QUALIFY turn <= {MOST_AT_STAKE}
)
SELECT r.name, r.id_number, r.division_code, r.age, r.category, r.findings, r.stake_fen, t.words
FROM most AS r
JOIN (SELECT pattern, string_agg(words, '；' ORDER BY rank) AS words FROM report_told WHERE kind = 'finding'
      GROUP BY pattern) AS t ON t.pattern = r.pattern
ORDER BY r.turn"""
    ).fetchall()
    return tuple(
        ChildAtStake(
            masked_name(name), masked_number(number), places.town(code), age, category, findings, stake, once(words)
        )
        for name, number, code, age, category, findings, stake, words in rows
    )


def once(words: str) -> str:
    """Return the phrases of several findings without those already said."""
    return "；".join(dict.fromkeys(words.split("；")))


def questions(connection: duckdb.DuckDBPyConnection) -> Sequence[Question]:
    """Return what to verify, first what settles most children; a child stands under each of its alternatives."""
    rows = connection.execute(
        f"""SELECT q.question, count(*), coalesce(sum(r.stake_fen), 0)::BIGINT
FROM report_row AS r JOIN report_question AS q ON q.pattern = r.pattern
GROUP BY q.question, q.size ORDER BY count(*) DESC, q.size, q.question LIMIT {MOST_QUESTIONS}"""
    ).fetchall()
    return [Question(*row) for row in rows]
