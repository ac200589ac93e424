"""`gonghu worker`: does the background jobs, one after the other, until it is told to stop."""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable

import click
from django.utils import timezone

from gonghu.domain.access.acting_anew import officer_anew
from gonghu.foundation.jobs.working import JobWorker, Patience
from gonghu.interfaces.cli.terminal import errors

PARENT = click.option("--stop-with", type=int, default=None, hidden=True)
"""The process without which this one has no business."""

_LOOKS_FOR_ITS_PARENT_EVERY = 1.0


@click.command()
@click.option("--lost-after", default=60.0, show_default=True, help="一项作业多少秒没有心跳，就由别的处理程序接手。")
@click.option("--finish-within", default=10.0, show_default=True, help="要求停止后，手头的作业再做最多多少秒就交回。")
@PARENT
def worker(lost_after: float, finish_within: float, stop_with: int | None) -> None:
    """处理后台作业，直到收到停止信号；停止时做完或交回手头的作业。可以同时运行多个。"""
    patience = Patience(lost_after=lost_after, to_finish=finish_within)
    works = JobWorker(own_name(), clock=timezone.now, identify=officer_anew, patience=patience)
    stop_when_told(works.stop, stop_with)
    errors.print(f"后台处理已启动：{works.name}")
    works.run()


def own_name() -> str:
    """Give this process a name that no other one has, nor had."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"


def stop_when_told(stop: Callable[[], None], parent: int | None) -> None:
    """Call ``stop`` on the signals that ask for it, and when the parent process has gone."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")

    def told(_number: int, _frame: object) -> None:
        # In a thread of its own: the signal may come while the main one holds a lock that stopping needs.
        threading.Thread(target=stop, daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    if parent is not None:
        threading.Thread(target=_watch, args=(parent, stop), daemon=True).start()


def _watch(parent: int, stop: Callable[[], None]) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOKS_FOR_ITS_PARENT_EVERY)
    stop()
