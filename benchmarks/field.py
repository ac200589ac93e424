"""What the field app costs: visits in batches and one by one, the first sync of a village, on both databases."""

import tempfile
import time
from pathlib import Path
from typing import Any, Final

from tests.postgresql import cluster

from benchmarks.desk_visitors import p95
from benchmarks.field_phones import Phone, at_once
from benchmarks.options import Options
from benchmarks.serving import DURABLE, inside, serving
from benchmarks.telling import table, verdict

PHONES, BATCH = 20, 20
GOAL_BATCHED, GOAL_SINGLE, SINGLE_SECONDS = 300, 50, 60
GOAL_P95, GOAL_AREA_MS = 1.0, 50
MEGABIT: Final = 125_000
FIRST_SYNC_SECONDS = 10
VISIT_BYTES = 1_500
PATIENCE = 45
"""Seconds in which the worker is watched; visits that it has not made by then wait as they would."""


def run(options: Options) -> str:
    """Return the tables and verdicts; ``size`` is how many visits are sent in batches."""
    told = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as home:
            told.append(_on("SQLite", "", Path(home), size))
        with tempfile.TemporaryDirectory() as home, cluster(settings=DURABLE) as address:
            told.append(_on("PostgreSQL", address, Path(home), size))
    return "\n\n".join(told)


def _on(name: str, address: str, home: Path, size: int) -> str:
    villages: dict[str, list[str]] = inside(address, home, "field_filling:fill", {"villages": PHONES + 1})
    alone, *many = sorted(villages)
    probe = {"name": alone, "children": villages[alone], "batch": BATCH, "batches": 10}
    spent = inside(address, home, "field_inside:visits", probe)
    before = inside(address, home, "field_inside:stored", {})
    with serving(address, home) as host:
        phones = [Phone(host, name=each) for each in many]
        for phone in phones:
            phone.begin()
        syncs = [phone.first_sync() for phone in phones]
        batched = _batched(phones, villages, size)
        paced = _batched(phones, villages, size, pace=GOAL_BATCHED)
        at_end = inside(address, home, "field_inside:stored", {})
        worked = inside(address, home, "field_inside:stored", {"patience": PATIENCE})
        single = _single(phones, villages)
    kept = inside(address, home, "field_inside:stored", {})["kept"] - before["kept"]
    made = (worked["visits"] - at_end["visits"]) / max(worked["waited"], 0.001)
    limit = {
        rows: inside(address, home, "field_inside:bare", {"visits": size, "batch": rows, "size": VISIT_BYTES})["rows"]
        for rows in (BATCH, 1)
    }
    rows = [
        [f"batches of {BATCH}, all at once", *_shown(batched), *_beside(limit[BATCH], batched)],
        [f"batches of {BATCH}, {GOAL_BATCHED} visits a second offered", *_shown(paced), *_beside(limit[BATCH], paced)],
        ["one by one", *_shown(single), *_beside(limit[1], single)],
    ]
    head = ["visits", "a second", "p95 of a request, ms", "limit: bare rows a second", "× limit"]
    requests, received = syncs[0]
    line = (
        f"{spent['visit']:.1f} ms of the processor to take in a visit, {spent['area']:.0f} ms for an area of"
        f" {spent['items']} items. The worker makes {made:.0f} visits a second of what came in batches."
    )
    sent = batched["sent"] + paced["sent"] + single["sent"]
    claims = [
        verdict("visits a second in batches", batched["rate"], GOAL_BATCHED, at_most=False),
        verdict(f"batches, {GOAL_BATCHED} visits a second offered, s p95", paced["p95"], GOAL_P95, at_most=True),
        verdict("single visits a second, as ODK Central is tested", single["rate"], GOAL_SINGLE, at_most=False),
        verdict("stored of those acknowledged, %", 100 * kept / sent, 100, at_most=False),
        verdict("first sync at 1 Mbit/s, s", received / MEGABIT, FIRST_SYNC_SECONDS, at_most=True),
        verdict("area, ms of the processor", spent["area"], GOAL_AREA_MS, at_most=True),
    ]
    line += f" {sum(phone.refused for phone in phones)} requests were told to come again."
    sync = f"First sync of a village of 60 children: {requests} requests, {received:,} bytes."
    return "\n\n".join([f"### {name}", table(head, rows), line, sync, "\n".join(claims)])


def _shown(found: dict[str, float]) -> list[str]:
    return [f"{found['rate']:.0f}", f"{1000 * found['p95']:.0f}"]


def _beside(limit: float, found: dict[str, float]) -> list[str]:
    return [f"{limit:,.0f}", f"{limit / found['rate']:.0f}"]


def _batched(phones: list[Phone], villages: dict[str, list[str]], size: int, pace: float = 0) -> dict[str, float]:
    """
    Let all telephones send their share in batches, as in the morning when the network is back.

    With a ``pace``, so many visits a second are offered, each telephone at its turn; else one batch follows the other.
    """
    taken: list[float] = []
    stored: list[int] = []
    first = time.perf_counter()
    apart = BATCH / pace if pace else 0

    def work(phone: Phone, number: int) -> None:
        children = villages[phone.name]
        for batch in range(max(1, size // (BATCH * len(phones)))):
            records = [phone.visit(children[(batch * BATCH + at) % len(children)], batch) for at in range(BATCH)]
            began = time.perf_counter()
            if pace:
                # A batch that has to wait for the one before is late from its turn on.
                began = first + (batch * len(phones) + number) * apart
                time.sleep(max(0, began - time.perf_counter()))
            stored.append(phone.send(records))
            taken.append(time.perf_counter() - began)

    seconds = at_once(phones, work)
    return {"rate": sum(stored) / seconds, "p95": p95(taken), "sent": sum(stored)}


def _single(phones: list[Phone], villages: dict[str, list[str]]) -> dict[str, Any]:
    """Let all telephones send one visit after another for a minute."""
    taken: list[float] = []
    stored: list[int] = []
    until = time.monotonic() + SINGLE_SECONDS

    def work(phone: Phone, _number: int) -> None:
        children, at = villages[phone.name], 0
        while time.monotonic() < until:
            began = time.perf_counter()
            stored.append(phone.send([phone.visit(children[at % len(children)], at)]))
            taken.append(time.perf_counter() - began)
            at += 1

    seconds = at_once(phones, work)
    return {"rate": sum(stored) / seconds, "p95": p95(taken), "sent": sum(stored)}
