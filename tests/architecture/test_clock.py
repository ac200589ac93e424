"""Nobody below the interfaces reads the clock, so any answer can be asked for as of any day."""

from pathlib import Path

STOREYS = ("usecases", "domain", "engines", "foundation", "standards")
BELOW = [Path(__file__).parents[2] / "src/gonghu" / storey for storey in STOREYS]
CLOCKS = ("datetime.now", "date.today", "time.time(", "current_date", "CURRENT_DATE", "now()", "today()")


def test_no_clock_is_read_below_the_interfaces() -> None:
    found = [
        f"{path.name}: {clock}"
        for storey in BELOW
        for path in [*storey.rglob("*.py"), *storey.rglob("*.yaml")]
        for clock in CLOCKS
        if clock in path.read_text(encoding="utf-8")
    ]
    assert found == []
