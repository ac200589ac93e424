"""`gonghu doctor`: is the site ready, and are its settings safe."""

import click
from django.conf import settings
from django.utils import timezone

from gonghu.foundation.pages.readiness import what_is_missing
from gonghu.interfaces.cli.running_checks import troubles
from gonghu.interfaces.cli.terminal import console

_FEWEST_CHARACTERS = 40


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """检查站点是否就绪、设置是否安全；有问题时退出码为 1。"""
    missing = what_is_missing()
    weak = weak_settings()
    wrong = [] if {"home", "database", "migrations"} & missing.keys() else troubles(timezone.now())
    for part in ("home", "keyring", "database", "migrations", "assets"):
        console.print(f"[red]✗[/red] {missing[part]}" if part in missing else f"[green]✓[/green] {part}")
    for problem in weak:
        console.print(f"[yellow]![/yellow] {problem}")
    if not weak:
        console.print("[green]✓[/green] settings")
    for problem in wrong:
        console.print(f"[yellow]![/yellow] {problem}")
    if not wrong:
        console.print("[green]✓[/green] running")
    context.exit(1 if missing or weak or wrong else 0)


def weak_settings() -> list[str]:
    """List the settings that are not fit for a site that others reach, each with what to do."""
    weak = []
    if settings.DEBUG:
        weak.append("GONGHU_DEBUG=1：出错时会显示内部内容，请去掉")
    if len(str(settings.SECRET_KEY)) < _FEWEST_CHARACTERS:
        weak.append(f"签名密钥太短：请换成至少 {_FEWEST_CHARACTERS} 个随机字符")
    if "*" in settings.ALLOWED_HOSTS:
        weak.append("GONGHU_ALLOWED_HOSTS=*：请写明网站的域名")
    if not settings.SESSION_COOKIE_SECURE:
        weak.append("没有使用 HTTPS：请在 TLS 反向代理之后运行，并设置 GONGHU_HTTPS=1")
    if not settings.GONGHU_SECOND_FACTOR_REQUIRED:
        weak.append("GONGHU_SECOND_FACTOR_REQUIRED=0：工作人员可以只用密码登录，请去掉")
    if settings.GONGHU_DEMO:
        weak.append("GONGHU_DEMO=1：任何人都能以演示人员登录，请去掉")
    return weak
