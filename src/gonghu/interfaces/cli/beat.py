"""`gonghu beat`: the clock, which asks for the work of every day at its hour."""

import click
from django.utils import timezone

from gonghu.foundation.jobs.clock import Beat
from gonghu.interfaces.cli.terminal import console, errors
from gonghu.interfaces.cli.worker import PARENT, own_name, stop_when_told
from gonghu.usecases.every_day import EVERY_DAY_WORK

_WEEKDAYS = "一二三四五六日"


@click.command()
@click.option("--list", "only_list", is_flag=True, help="只列出每天做什么、几点做。")
@PARENT
def beat(only_list: bool, stop_with: int | None) -> None:
    """时钟：到点提交每天的例行作业。可以同时运行多个，每天的事只做一次。"""
    if only_list:
        for work in sorted(EVERY_DAY_WORK, key=lambda each: each.at):
            days = "每天" if len(work.weekdays) == len(_WEEKDAYS) else _named(work.weekdays)
            console.print(f"{work.at:%H:%M}  {days}  {work.label}")
        return
    clock = Beat(own_name(), EVERY_DAY_WORK, clock=timezone.now)
    stop_when_told(clock.stop, stop_with)
    errors.print(f"时钟已启动：例行作业 {len(EVERY_DAY_WORK)} 项")
    clock.run()


def _named(weekdays: frozenset[int]) -> str:
    return "周" + "、".join(_WEEKDAYS[day] for day in sorted(weekdays))
