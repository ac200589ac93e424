"""`gonghu serve`: the site, by gunicorn with threads."""

import ipaddress
import os
from typing import Any

import click
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from gonghu.foundation.pages.readiness import what_is_missing
from gonghu.interfaces.cli.companions import COMMANDS, Companions
from gonghu.interfaces.cli.doctor import weak_settings
from gonghu.interfaces.cli.terminal import console

_REQUESTS_PER_WORKER = 10_000


class Site(BaseApplication):
    """The site under gunicorn (网站进程)."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take the settings of the command, and nothing from files or the environment."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Give the application; it is loaded once, before the workers part."""
        return get_wsgi_application()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", default=8000, show_default=True, help="监听的端口。")
@click.option("--workers", default=min(4, os.cpu_count() or 1), show_default=True, help="进程数。")
@click.option("--threads", default=8, show_default=True, help="每个进程的线程数。")
@click.option(
    "--with-worker/--without-worker",
    default=True,
    show_default=True,
    help="同时运行后台处理和时钟；用 systemd 或容器分别运行它们时不需要。",
)
def serve(host: str, port: int, workers: int, threads: int, with_worker: bool) -> None:
    """启动网站。对外提供服务时须在 TLS 反向代理之后，并通过 gonghu doctor 的检查。"""
    refuse_unready(host)
    # The workers part from this program: a connection it opened must not be shared by them.
    connections.close_all()
    console.print(f"网站已启动：[bold]http://{host}:{port}/[/bold]  按 Ctrl+C 停止")
    companions = Companions(COMMANDS if with_worker else ())
    Site(
        {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": threads,
            "preload_app": True,
            "max_requests": _REQUESTS_PER_WORKER,
            "max_requests_jitter": _REQUESTS_PER_WORKER // 10,
            "loglevel": "warning",
            "proc_name": "gonghu",
            "when_ready": lambda _server: companions.start(),
            "on_exit": lambda _server: companions.stop(),
        }
    ).run()


def refuse_unready(host: str) -> None:
    """
    Refuse to start a site that is not ready, or that others reach with weak settings.

    :raises click.ClickException: says all that is wrong
    """
    wrong = list(what_is_missing().values())
    if not _only_here(host):
        wrong += weak_settings()
    if wrong:
        raise click.ClickException("网站不能启动：\n" + "\n".join(f"  · {each}" for each in wrong))


def _only_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
