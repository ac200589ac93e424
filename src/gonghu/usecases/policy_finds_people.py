"""
The policy finds the child (政策找人).

A folder of departments' files goes in; every child who should be helped, every benefit that is missing, wrong or paid
twice, and every fact still to be verified comes out, each with its reasons, its evidence and its article of law.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import duckdb

from gonghu.engines.intake import (
    Delivery,
    Filing,
    Profiles,
    Progress,
    load_profiles,
    read_rosters,
    write_mapping,
    write_quarantine,
)
from gonghu.engines.kinship import find_children
from gonghu.engines.linkage import link_delivery
from gonghu.engines.policy import Evaluation, Packs, changes, evaluate, load_packs
from gonghu.engines.reporting import (
    Answer,
    MissingKind,
    RunRecord,
    keep_answers,
    kept_answers,
    load_answers,
    read_review,
    report_tables,
    review_table,
    write_changes,
    write_outputs,
)
from gonghu.engines.statements import Trace
from gonghu.standards.division_names import place_names
from gonghu.usecases.explain_a_child import KEPT, NotAScreening, keeping_families

LEAST_MEMORY = 1_400_000_000
"""Bytes DuckDB may hold before it spills to disk, so that a city of a million fits a small office machine."""

MEMORY_FOR_A_BYTE = 5
"""What a larger delivery may hold for each of its bytes, as far as half the machine's memory goes."""

MOST_THREADS = 8
"""More would each get too little of that memory."""


class NothingToScreen(Exception):
    """No sheet in the delivery could be read as a roster."""


@dataclass(frozen=True)
class Order:
    """One order to screen a delivery (比对任务): what, as of when, and where the answers go."""

    delivery: Path
    as_of: date
    out: Path
    division: str = ""
    mapping: Path | None = None
    reviewed: Path | None = None
    previous: Path | None = None
    packs: tuple[Path, ...] = ()
    rosters: tuple[Path, ...] = ()
    filing: Filing = field(default_factory=Filing)
    answers: tuple[Answer, ...] | None = None

    @property
    def work(self) -> Path:
        """Where what later runs can use again is kept: cleaned rosters, people's answers."""
        return self.out / "work"


@dataclass
class Screening:
    """A screening under way, and what it did: files read, law applied, seconds of each step."""

    order: Order
    connection: duckdb.DuckDBPyConnection
    seconds: dict[str, float] = field(default_factory=dict)
    delivery: Delivery = field(default_factory=Delivery)
    evaluation: Evaluation = field(init=False)
    children: int = 0
    found: dict[str, int] = field(default_factory=dict)
    changes: int | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        started = perf_counter()
        yield
        self.seconds[name] = round(perf_counter() - started, 3)


def screen(
    order: Order,
    *,
    progress: Progress,
    trace: Trace | None = None,
    tell: Callable[[str], None] = lambda _: None,
    store: "Store | None" = None,
) -> Screening:
    """
    Screen a delivery and write everything that comes of it to ``order.out``, or give it to ``store``.

    ``tell`` is given each step's Chinese name as it begins; ``trace`` every statement after it ran. ``store`` is called
    while the tables of ``report_tables``, ``report_review`` and, after an earlier screening, ``change`` can be read;
    no lists are written then.

    :raises NothingToScreen: no sheet was recognised
    :raises NotAScreening: the earlier screening named is not there
    :raises ReviewUnreadable: the review file handed back has a row that cannot be understood
    """
    order.work.mkdir(parents=True, exist_ok=True)
    with connected(order) as connection:
        screening = Screening(order, connection)
        profiles = load_profiles(*order.rosters)
        tell("读取名册")
        with screening.step("读取名册"):
            _read(screening, profiles, progress, trace)
        tell("关联人员")
        with screening.step("关联人员"):
            _link(screening, trace)
        tell("对照政策")
        with screening.step("对照政策"):
            packs = _evaluate(screening, trace)
        tell("写出结果")
        with (
            screening.step("写出结果"),
            keeping_families(connection, order.work, screening.evaluation, order.packs),
        ):
            _write(screening, packs, trace, lists=store is None)
        _count(screening, packs)
        if store is not None:
            store(screening)
    return screening


Store = Callable[[Screening], None]
"""Takes what a screening found while its tables can still be read."""


def threads() -> int:
    """Return how many threads may work: every core this process may use, as far as the memory goes round."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST_THREADS)


def memory_for(delivery: Path) -> int:
    """Return how many bytes the screening of a delivery may hold."""
    files = delivery.rglob("*") if delivery.is_dir() else (delivery,)
    wanted = MEMORY_FOR_A_BYTE * sum(file.stat().st_size for file in files if file.is_file())
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2 if hasattr(os, "sysconf") else LEAST_MEMORY
    return max(LEAST_MEMORY, min(wanted, half))


@contextmanager
def connected(order: Order) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the scratch database of one screening."""
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory_for(order.delivery)}B",
            "temp_directory": str(order.work / "spill"),
            "threads": threads(),
        }
    )
    try:
        yield connection
    finally:
        connection.close()


def _read(screening: Screening, profiles: Profiles, progress: Progress, trace: Trace | None) -> None:
    order = screening.order
    screening.delivery = read_rosters(
        order.delivery,
        connection=screening.connection,
        profiles=profiles,
        mapping=order.mapping,
        cache=order.work / "rosters",
        filing=order.filing,
        progress=progress,
        trace=trace,
    )
    write_mapping(screening.delivery, order.out / "mapping.yaml")
    # What went back last time has been mended or not; only this delivery's rows belong here.
    shutil.rmtree(order.out / "quarantine", ignore_errors=True)
    write_quarantine(screening.delivery, screening.connection, order.out / "quarantine")
    if not screening.delivery.sheets:
        raise NothingToScreen(f"“{order.delivery}”里没有认出任何名册：请检查文件，或用 mapping.yaml 指明是哪种名册")


def _link(screening: Screening, trace: Trace | None) -> None:
    order, kinds = screening.order, set(screening.delivery.kinds)
    if order.reviewed is not None:
        keep_answers(read_review(order.reviewed), order.work)
    answers = kept_answers(order.work) if order.answers is None else order.answers
    load_answers(screening.connection, answers)
    link_delivery(screening.connection, kinds, trace)
    find_children(screening.connection, kinds, order.as_of, trace)


def _evaluate(screening: Screening, trace: Trace | None) -> Packs:
    order, connection = screening.order, screening.connection
    packs = load_packs(*order.packs, division=order.division or county_of(connection))
    screening.evaluation = evaluate(
        connection, packs, as_of=order.as_of, kinds_supplied=screening.delivery.kinds, trace=trace
    )
    return packs


def county_of(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the six digits of the county that most children live in, or nothing when none is known."""
    rows = connection.execute(
        "SELECT substr(division_code, 1, 6) AS county FROM person WHERE division_code IS NOT NULL"
        " GROUP BY county ORDER BY count(*) DESC, county LIMIT 1"
    ).fetchall()
    return str(rows[0][0]) if rows else ""


def _write(screening: Screening, packs: Packs, trace: Trace | None, *, lists: bool) -> None:
    connection = screening.connection
    if lists:
        write_outputs(connection, run_record(screening), screening.order.out)
    else:
        report_tables(connection, screening.evaluation, trace)
        review_table(connection, screening.evaluation, trace)
    since = _find_changes(screening, packs, trace)
    if since is not None and lists:
        screening.changes = write_changes(connection, run_record(screening), since, screening.order.out)


def _find_changes(screening: Screening, packs: Packs, trace: Trace | None) -> date | None:
    """
    Compare with an earlier screening, the one named, else the one whose results this run replaces, and return its day.
    """
    order, connection = screening.order, screening.connection
    earlier = (order.previous or order.out) / "work" / KEPT
    if not earlier.is_file():
        if order.previous is not None:
            raise NotAScreening(f"“{order.previous}”里没有可比较的比对结果")
        return None
    connection.execute(f"ATTACH '{earlier}' AS last (READ_ONLY)")
    try:
        ((since,),) = connection.execute("SELECT as_of FROM last.screening").fetchall()
        changes(connection, packs, before="last.", before_on=since, after_on=order.as_of, trace=trace)
    finally:
        connection.execute("DETACH last")
    return since if isinstance(since, date) else None


def _count(screening: Screening, packs: Packs) -> None:
    findings = packs.of_kind("finding")
    counted = ", ".join(f"count(*) FILTER (WHERE {finding.id})" for finding in findings)
    children, *figures = screening.connection.execute(f"SELECT count(*), {counted} FROM decision").fetchall()[0]
    screening.children = children
    screening.found = dict(zip((finding.name for finding in findings), figures, strict=True))


def run_record(screening: Screening) -> RunRecord:
    """Return what the outputs repeat about the run."""
    codes = [
        code
        for (code,) in screening.connection.execute(
            "SELECT DISTINCT division_code FROM person WHERE division_code IS NOT NULL"
        ).fetchall()
    ]
    return RunRecord(
        program_version=version("gonghu"),
        as_of=screening.order.as_of,
        delivery=screening.order.delivery.name,
        evaluation=screening.evaluation,
        missing_kinds=tuple(
            MissingKind(profile.kind, profile.title, profile.holder, profile.loses)
            for profile in screening.delivery.missing()
        ),
        warnings=screening.evaluation.warnings,
        unread={
            f"{refusal.path} {refusal.sheet}".strip(): refusal.reason
            for refusal in (*screening.delivery.refused, *screening.delivery.unrecognised)
        },
        seconds=screening.seconds,
        places=place_names({*codes, *(code[:9] for code in codes), *(code[:6] for code in codes)}),
    )
