"""`gonghu healthy`: does the site on this machine answer, for container platforms and whoever watches."""

import os
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

import click

from gonghu.interfaces.cli.terminal import console

_WAITS_SECONDS = 4


@click.command()
@click.option("--port", default=8000, show_default=True, help="网站监听的端口。")
def healthy(port: int) -> None:
    """问一问本机的网站是否在应答；不应答时退出码为 1。"""
    # The site answers only to its own names; asked every half minute, this does not start Django to learn them.
    name = os.environ.get("GONGHU_ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=_WAITS_SECONDS)) as connection:
            connection.request("GET", "/livez", headers={"Host": name.lstrip(".")})
            status = connection.getresponse().status
    except (OSError, HTTPException) as problem:
        raise click.ClickException(f"网站没有应答：{problem}") from problem
    if status != HTTPStatus.OK:
        raise click.ClickException(f"网站应答了 {status}：请检查 GONGHU_ALLOWED_HOSTS")
    console.print("[green]✓[/green] 网站在应答")
