"""Policy evaluation: Gonghu against OpenFisca and against SQL written by hand, on the same ten rules."""

import duckdb

from benchmarks.options import Options
from benchmarks.policy_data import facts
from benchmarks.policy_sql import RULES
from benchmarks.running import Contender, Measure, compete
from benchmarks.telling import ratio, seconds, table, verdict

SQL, SQL_REASONS = "SQL by hand, no reasons", "SQL by hand, reasons as text"
GONGHU, OPENFISCA = "**Gonghu, reasons kept**", "OpenFisca, no reasons"
ONE_GONGHU, ONE_OPENFISCA = "Gonghu, one child in words", "OpenFisca, one child traced"
CHILDREN_ASKED = 200


class AnswersDiffer(Exception):
    """Two three-valued contenders do not answer a rule alike: one of them is wrong and nothing was measured."""


def run(options: Options) -> str:
    """Return the table and verdicts for every size; the first seed draws the facts."""
    return "\n\n".join(_one(options, size) for size in options.sizes)


def _one(options: Options, size: int) -> str:
    found = facts(options.data, size, options.seeds[0])
    files = {"person": str(found.person), "child": str(found.child)}
    work = found.person.parent
    everybody = {
        SQL: ("policy_sql:without_reasons", files),
        SQL_REASONS: ("policy_sql:with_reasons", files),
        GONGHU: ("policy_gonghu:everybody", files),
        OPENFISCA: ("policy_openfisca:everybody", {"person": files["person"]}),
    }
    contenders = [
        Contender(label, f"benchmarks.{function}", {**given, "out": str(work / f"answers_{n}.parquet")})
        for n, (label, (function, given)) in enumerate(everybody.items())
    ] + [
        Contender(ONE_GONGHU, "benchmarks.policy_gonghu:one_child", {**files, "times": CHILDREN_ASKED}),
        Contender(
            ONE_OPENFISCA,
            "benchmarks.policy_openfisca:one_child",
            {"person": files["person"], "times": CHILDREN_ASKED},
        ),
    ]
    measured = compete(contenders, options.rounds)
    answers = {label: _counts(measured[label].answer["answers"]) for label in everybody}
    if not answers[SQL] == answers[SQL_REASONS] == answers[GONGHU]:
        raise AnswersDiffer(str({label: answers[label] for label in (SQL, SQL_REASONS, GONGHU)}))
    children = duckdb.execute(f"SELECT count(*) FROM '{found.child}'").fetchall()[0][0]
    return _told(size, children, measured, answers)


def _counts(answers: str) -> dict[str, tuple[int, int]]:
    """Return how often each rule is answered yes and unknown."""
    asked = ", ".join(f"count(*) FILTER ({rule}), count(*) FILTER ({rule} IS NULL)" for rule in RULES)
    found = duckdb.execute(f"SELECT {asked} FROM '{answers}'").fetchall()[0]
    return dict(zip(RULES, zip(found[::2], found[1::2], strict=True), strict=True))


def _told(
    size: int, children: int, measured: dict[str, Measure], answers: dict[str, dict[str, tuple[int, int]]]
) -> str:
    rows = [
        [
            label,
            seconds(m.wall),
            seconds(m.cpu),
            f"{1e6 * m.wall / children:.2f}",
            f"{m.wall / measured[SQL].wall:.1f}",
            f"{m.peak_mib:.0f}",
        ]
        for label, m in measured.items()
        if label in answers
    ]
    yes, unknown = answers[GONGHU]["bench_unattended"]
    told = answers[OPENFISCA]["bench_unattended"][0]
    head = ["", "wall s", "CPU s", "µs a child", "× SQL by hand", "peak MiB"]
    title = f"### {size:,} persons, {children:,} children, ten rules"
    note = (
        f"事实无人抚养: Gonghu says yes of {yes:,} children and unknown of {unknown:,}, as the SQL does;"
        f" OpenFisca says yes of {told:,} and no of all others."
    )
    return "\n".join([title, "", table(head, rows), "", note, "", *_verdicts(children, measured)])


def _verdicts(children: int, measured: dict[str, Measure]) -> list[str]:
    ours, theirs = measured[GONGHU], measured[OPENFISCA]
    one = {label: measured[label].answer["per_child"] for label in (ONE_GONGHU, ONE_OPENFISCA)}
    loading, cpu = measured[ONE_GONGHU].answer["loading"], measured[ONE_GONGHU].cpu / CHILDREN_ASKED
    each = (
        f"- one child: Gonghu {1e3 * one[ONE_GONGHU]:.2f} ms in words ({1e3 * cpu:.2f} ms CPU),"
        f" {1e3 * loading:.2f} of them reading the family from disk;"
        f" OpenFisca {1e3 * one[ONE_OPENFISCA]:.2f} ms traced, everything in memory"
    )
    return [
        f"- Gonghu with reasons against OpenFisca without: {ratio(ours, theirs)}",
        each,
        verdict("with reasons, × SQL by hand without", ours.wall / measured[SQL].wall, 2, at_most=True),
        verdict("× SQL by hand with reasons", ours.wall / measured[SQL_REASONS].wall, 1.3, at_most=True),
        verdict("times faster than OpenFisca without reasons", theirs.wall / ours.wall, 2, at_most=False),
        verdict(
            "times faster per explained child than OpenFisca traced",
            one[ONE_OPENFISCA] / (ours.wall / children),
            1000,
            at_most=False,
        ),
        verdict("milliseconds for one child explained", 1e3 * one[ONE_GONGHU], 3, at_most=True),
    ]
