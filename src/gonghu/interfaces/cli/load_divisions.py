"""`gonghu load-divisions`: the national lists into the database."""

import click
from django.utils import timezone
from rich.progress import Progress

from gonghu.domain.divisions.operations import load_divisions as load
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.table_statistics import refresh_statistics
from gonghu.interfaces.cli.terminal import console, errors
from gonghu.standards.division_code import NotADivisionCode


@click.command()
@click.option("--area", default="", help="只装入一个省市区县，如 12 或 120112；不写则全国。")
def load_divisions(area: str) -> None:
    """装入行政区划五级名录和 1980 年以来的变更；已有的不动。"""
    try:
        wanted = Area.of(area)
    except NotADivisionCode as problem:
        raise click.ClickException(f"“{area}”不是行政区划代码，应为 2、4、6、9 或 12 位数字") from problem
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task("装入行政区划", total=None)
        loaded = load(
            by=SYSTEM,
            at=timezone.now(),
            area=wanted,
            report=lambda done, total: progress.update(task, completed=done, total=total),
        )
    refresh_statistics()
    console.print(f"新增区划 {loaded.divisions:,} 个，变更 {loaded.changes:,} 条。")
