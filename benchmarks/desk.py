"""What the desk costs: lists and searches with twenty officers at once, on both databases."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.postgresql import cluster

from benchmarks.desk_site import TYPED
from benchmarks.desk_visitors import visited
from benchmarks.options import Options
from benchmarks.running import Contender, run_once
from benchmarks.serving import DURABLE, inside, serving
from benchmarks.telling import table, verdict

USERS, TURNS, LOOKING_TURNS, TASKS_EACH = 20, 6, 3, 10
LOOKS_SECONDS: Final = 2.0
LIST_MILLISECONDS, SEARCH_MILLISECONDS, PAGE_CPU_MILLISECONDS, ROLLUP_MILLISECONDS = 300, 100, 12, 1000
DISTRICT, PROVINCE = "360121000000", "36"
SURE_OF_SQLITE: Final = 100_000
"""A larger site is told to take PostgreSQL."""

PAGES: Final = {
    "work table": ["/"],
    "children": ["/children/"],
    "children, filtered": [
        "/children/?category=DEFACTO&state=ON_FILE&sex=1",
        "/children/?risk=HIGH&age_from=6&age_to=12",
    ],
    "tasks": ["/tasks/"],
    "search": ["/search?q=zhang", "/search?q=lw", "/search?q=王伟", "/search?q=3014", "/search?q=向塘"],
}


def run(options: Options) -> str:
    """Return the tables and verdicts of every size, on both databases where SQLite is meant for the size."""
    return "\n\n".join(
        filled(name, address, home, size, options.seeds[0]) + measured(address, home)
        for size in options.sizes
        for name, address, home in _databases(size)
    )


def _databases(size: int) -> Iterator[tuple[str, str, Path]]:
    if size <= SURE_OF_SQLITE:
        with tempfile.TemporaryDirectory() as home:
            yield "SQLite", "", Path(home)
    with tempfile.TemporaryDirectory() as home, cluster(settings=DURABLE) as address:
        yield "PostgreSQL", address, Path(home)


def filled(name: str, address: str, home: Path, size: int, seed: int) -> str:
    """Fill a site and return the title of its tables."""
    made = inside(address, home, "desk_filling:fill", {"children": size, "tasks_each": TASKS_EACH, "seed": seed})
    return f"### {name}: {made['children']:,} children, {made['tasks']:,} tasks\n\n"


def measured(address: str, home: Path) -> str:
    """Measure a site that is filled and return its tables and verdicts."""
    bare = {area: inside(address, home, "desk_queries:lists", {"area": area}) for area in (DISTRICT, PROVINCE)}
    rows = [
        [f"{what}, {'district' if len(area) > len('36') else 'province'}", *(f"{ms:.1f}" for ms in each),
         f"{each[0] / each[2]:.1f}", f"{each[1] / each[0]:.0f}"]
        for area, lists in bare.items()
        for what, each in lists.items()
    ]  # fmt: skip
    head = ["rows of one page, ms p95", "ours", "counted and skipped", "limit: bare index", "× limit", "× faster"]
    added = inside(address, home, "desk_queries:rollup", {"area": PROVINCE})
    spent = inside(address, home, "desk_pages:pages", {"paths": {page: at[0] for page, at in PAGES.items()}})
    beside = spent | inside(address, home, "desk_pages:bare", {}) | _peer(address, home)
    with serving(address, home, worker=False) as host:
        pages = {
            (who, looks): visited(host, (who, TYPED), PAGES, USERS, LOOKING_TURNS if looks else TURNS, looks=looks)
            for looks in (LOOKS_SECONDS, 0.0)
            for who in ("district", "province")
        }
        alone = visited(host, ("district", TYPED), {"search": PAGES["search"]}, 1, 40)
    heads = [f"{who}, {f'{looks:.0f} s a page' if looks else 'no pause'}" for who, looks in pages]
    shown = [[page, *(f"{taken[page]:.0f}" for taken in pages.values())] for page in PAGES]
    claims = [
        verdict(f"{page}, {head}, {USERS} at once, ms p95", taken[page], LIST_MILLISECONDS, at_most=True)
        for head, taken in zip(heads, pages.values(), strict=True)
        for page in PAGES
    ]
    claims.append(verdict("search, one officer, ms p95", alone["search"], SEARCH_MILLISECONDS, at_most=True))
    claims += [
        verdict(f"{page}, ms of the processor", spent[page][1], PAGE_CPU_MILLISECONDS, at_most=True) for page in PAGES
    ]
    users = table([f"{USERS} officers at once, ms p95", *heads], shown)
    one = table(
        ["one page in one process, ms of the processor", "median", "fewest"],
        [[page, *(f"{each:.1f}" for each in taken)] for page, taken in beside.items()],
    )
    claims.append(verdict("figures of a province, ms p95", added["whole"], ROLLUP_MILLISECONDS, at_most=True))
    return "\n\n".join([table(head, rows), _figures(added), one, users, "\n".join(claims)])


def _figures(added: dict[str, Any]) -> str:
    others = {
        "open tasks by age, counted instead": added["counted live"],
        "limit: the open tasks of an index, counted bare": added["limit"],
    }
    rows = [[what, f"{ms:.1f}"] for what, ms in (added["milliseconds"] | others).items()]
    told = f"The tally of the night takes {added['nightly seconds']:.1f} s; {added['tallies']:,} sums of findings."
    return f"{table(['figures of a province', 'ms p95'], rows)}\n\n{told}"


def _peer(address: str, home: Path) -> dict[str, Any]:
    arguments = {"address": address, "home": str(home)}
    return run_once(Contender("admin", "benchmarks.desk_admin:change_list", arguments)).answer
