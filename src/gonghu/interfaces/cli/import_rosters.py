"""`gonghu import`: a folder of departments' files taken in as a delivery, on the same way as through the browser."""

import time
from datetime import datetime
from pathlib import Path

import click
from django.utils import timezone
from rich.markup import escape
from rich.table import Table

from gonghu.domain.access.acting_anew import officer_anew
from gonghu.domain.access.officer import reached_by
from gonghu.domain.policies.operations import RunWaiting
from gonghu.domain.rosters.models import Delivery
from gonghu.domain.rosters.operations.arriving import NothingCame
from gonghu.domain.rosters.operations.settling import NotChecked
from gonghu.domain.rosters.queries import delivery_by_key, sheets_of
from gonghu.domain.rosters.shelf import sealed_from
from gonghu.domain.rosters.terms import SheetState
from gonghu.engines.intake import load_profiles
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.jobs.looking_up import job_by_key
from gonghu.foundation.jobs.models import JobState
from gonghu.foundation.jobs.working import JobWorker
from gonghu.interfaces.cli.terminal import console, errors
from gonghu.interfaces.cli.worker import own_name
from gonghu.standards import division_code as division_codes
from gonghu.standards.division_code import NotADivisionCode
from gonghu.usecases.take_delivery import confirm_and_screen, correct_and_try, take_delivery

EXIT_NOTHING_READ = 3
EXIT_SOME_REFUSED = 4

_LOOKS_EVERY = 0.5


@click.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--division", required=True, metavar="CODE", help="名册属于哪个区划，如 120112。")
@click.option("--purpose", default="困境儿童信息比对排查", show_default=True, help="使用目的。")
@click.option("--confirm", is_flag=True, help="试读后直接确认并提交比对；不写则停在试读，等人在网页上确认。")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的政策和事实判断，默认今天。")
@click.pass_context
def import_rosters(
    context: click.Context, /, folder: Path, division: str, purpose: str, confirm: bool, as_of: datetime | None
) -> None:
    """
    把 DIR 中的名册加密收下、识别、试读；与在网页上传一样，记入审计，可以整批撤销。

    退出码：0 完成；2 命令写错；3 没有认出任何名册；4 已完成，但有的表认不出或被拒收。
    """
    try:
        code = division_codes.pad(division)
    except NotADivisionCode as problem:
        raise click.ClickException(f"“{division}”不是行政区划代码，应为 2、4、6、9 或 12 位数字") from problem
    files = list(sealed_from(folder))
    try:
        delivery = take_delivery(division_code=code, organisation=None, files=files, by=SYSTEM, at=timezone.now())
    except NothingCame as problem:
        raise click.ClickException(str(problem)) from problem
    _wait_for(delivery)
    correct_and_try(delivery=delivery.pk, said=[], by=SYSTEM, at=timezone.now())
    _wait_for(_again(delivery))
    unread = _show(delivery)
    if confirm:
        on = as_of.date() if as_of else timezone.localdate()
        try:
            confirm_and_screen(
                delivery=delivery.pk, purpose=purpose, agreement=None, as_of=on, by=SYSTEM, at=timezone.now()
            )
        except (NotChecked, RunWaiting) as refusal:
            errors.print(f"[red]{escape(str(refusal))}[/red]")
            context.exit(EXIT_NOTHING_READ)
        console.print("名册已确认，比对已提交；由 gonghu worker 或随网站运行的后台处理。")
    console.print(f"批次：/rosters/{delivery.pk}/")
    if unread:
        context.exit(EXIT_SOME_REFUSED)


def _again(delivery: Delivery) -> Delivery:
    found = delivery_by_key(key=delivery.pk, scope=reached_by(SYSTEM))
    if found is None:
        raise click.ClickException("这批名册已不在了")
    return found


def _wait_for(delivery: Delivery) -> None:
    """
    Do the delivery's job here, or wait for the worker that took it.

    :raises click.ClickException: it could not be done
    """
    worker = JobWorker(own_name(), clock=timezone.now, identify=officer_anew)
    while (job := job_by_key(delivery.job)) is not None and not job.over:
        errors.print(f"[dim]{job.label} {job.step}…[/dim]")
        if worker.work_once() is None:
            time.sleep(_LOOKS_EVERY)
    if job is not None and job.state != JobState.DONE:
        raise click.ClickException(job.error or f"{job.label}已取消")


def _show(delivery: Delivery) -> int:
    """Show what was counted, and tell how many sheets are not read."""
    titles = {profile.kind: profile.title for profile in load_profiles()}
    table = Table(title="名册", box=None, header_style="bold")
    for heading in ("文件", "名册种类"):
        table.add_column(heading)
    for heading in ("行数", "采用", "退回", "空行与合计"):
        table.add_column(heading, justify="right")
    unread = 0
    for sheet in sheets_of(delivery=delivery.pk, scope=reached_by(SYSTEM)):
        if sheet.state == SheetState.READ:
            figures = (sheet.rows_total, sheet.rows_accepted, sheet.rows_returned, sheet.rows_blank)
            table.add_row(escape(str(sheet)), titles[sheet.kind], *(f"{figure or 0:,}" for figure in figures))
        elif sheet.state != SheetState.SKIPPED:
            unread += 1
            errors.print(f"[red]未读[/red] {escape(f'{sheet}：{sheet.reason}')}", soft_wrap=True)
    console.print(table)
    return unread
