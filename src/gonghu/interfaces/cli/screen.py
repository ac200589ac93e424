"""`gonghu screen`: a folder of departments' files in, an explained list of children out."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.markup import escape
from rich.table import Table

from gonghu.engines.intake import MappingUnreadable, UnreadableProfile
from gonghu.engines.policy import PackInvalid
from gonghu.engines.reporting import ReviewUnreadable
from gonghu.engines.statements import Statement
from gonghu.interfaces.cli.terminal import bars, console, errors
from gonghu.usecases.explain_a_child import NotAScreening
from gonghu.usecases.policy_finds_people import NothingToScreen, Order, Screening
from gonghu.usecases.policy_finds_people import screen as screen_delivery

MOST_WARNINGS = 6

EXIT_NOTHING_READ = 3
EXIT_SOME_REFUSED = 4
EXIT_CANNOT_GO_ON = 5

CHINA = ZoneInfo("Asia/Shanghai")
FOLDER = click.Path(exists=True, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("delivery", metavar="DIR", type=FOLDER)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的法规和事实判断，默认今天。")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="结果放在哪个文件夹。")
@click.option("--division", default="", metavar="CODE", help="适用哪个县（区）的政策，六位区划代码；默认从户籍看出。")
@click.option("--mapping", type=FILE, help="改过的 mapping.yaml：哪个文件是哪种名册，哪一列是什么。")
@click.option("--reviewed", type=FILE, help="核对完的 review.xlsx；其结论这次和以后都有效。")
@click.option("--previous", type=FOLDER, help="与哪一次的结果比较变化；默认与 --out 中上一次的结果比较。")
@click.option("--packs", multiple=True, type=FOLDER, help="本地策略包文件夹，可多次给出。")
@click.option("--rosters", multiple=True, type=FOLDER, help="本地名册画像文件夹，可多次给出。")
@click.option("--show-sql", is_flag=True, help="打印每一步 SQL 及用时。")
def screen(delivery: Path, as_of: datetime | None, out: Path, *, show_sql: bool, **choices: Any) -> None:
    """
    比对 DIR 中各部门的名册，找出应保未保、类别不符、应退未退、重复发放、未参保、参保未资助和待核实的孩子。

    退出码：0 完成；2 命令写错；3 没有认出任何名册；4 已完成，但有文件被拒收或认不出；
    5 核对表、对应表、策略包或名册画像有误，未出结果。
    """
    today = datetime.now(tz=CHINA)
    order = Order(delivery, (as_of or today).date(), out, **choices)
    try:
        with bars() as progress:
            screening = screen_delivery(order, progress=progress, trace=_print_sql if show_sql else None, tell=_say)
    except NothingToScreen as problem:
        errors.print(f"[red]{problem}[/red]")
        sys.exit(EXIT_NOTHING_READ)
    except (MappingUnreadable, NotAScreening, PackInvalid, ReviewUnreadable, UnreadableProfile) as problem:
        errors.print(f"[red]{problem}[/red]")
        sys.exit(EXIT_CANNOT_GO_ON)
    _show_files(screening)
    _show_findings(screening, order.as_of)
    if screening.delivery.refused or screening.delivery.unrecognised:
        sys.exit(EXIT_SOME_REFUSED)


def _print_sql(statement: Statement, seconds: float) -> None:
    console.print(f"{statement}-- {seconds * 1000:.1f} ms\n", markup=False, soft_wrap=True)


def _say(step: str) -> None:
    errors.print(f"[dim]{step}…[/dim]")


def _show_files(screening: Screening) -> None:
    table = Table(title="名册", box=None, header_style="bold")
    for heading in ("文件", "名册种类"):
        table.add_column(heading)
    for heading in ("行数", "采用", "退回", "空行与合计"):
        table.add_column(heading, justify="right")
    delivery = screening.delivery
    for sheet in delivery.sheets:
        counts = sheet.counts
        title = delivery.profiles.of_kind(sheet.kind).title
        figures = (counts.total, counts.accepted, counts.quarantined, counts.blank)
        table.add_row(escape(sheet.place), title, *(f"{figure:,}" for figure in figures))
    console.print(table)
    for refusal in (*delivery.refused, *delivery.unrecognised):
        errors.print(f"[red]未读[/red] {escape(f'{refusal.path} {refusal.sheet}：{refusal.reason}')}", soft_wrap=True)
    for profile in delivery.missing():
        errors.print(f"[yellow]缺少[/yellow] {profile.title}（{profile.holder}）：{profile.loses}", soft_wrap=True)
    warnings = screening.evaluation.warnings
    for warning in warnings[:MOST_WARNINGS]:
        errors.print(f"[yellow]提醒[/yellow] {escape(warning)}", soft_wrap=True)
    if len(warnings) > MOST_WARNINGS:
        errors.print(
            f"[yellow]提醒[/yellow] 另有 {len(warnings) - MOST_WARNINGS} 条（未核对原文的条文等），见 run.json"
        )


def _show_findings(screening: Screening, as_of: date) -> None:
    table = Table(title=f"截至{as_of:%Y-%m-%d}", box=None, header_style="bold")
    table.add_column("发现")
    table.add_column("人数", justify="right")
    for finding, children in screening.found.items():
        table.add_row(finding, f"{children:,}")
    console.print(table)
    console.print(f"共 {screening.children:,} 名儿童；用时 {sum(screening.seconds.values()):.1f} 秒。")
    if screening.changes is not None:
        console.print(f"与上一次相比有 {screening.changes:,} 项变化，见 {screening.order.out / 'changes.xlsx'}")
    console.print(f"请看 {screening.order.out / 'report.html'} 和 {screening.order.out / 'findings.xlsx'}")
