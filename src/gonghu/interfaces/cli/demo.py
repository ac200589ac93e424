"""`gonghu demo`: an invented city's files, and the site of its district at work on them."""

import os
import shutil
import webbrowser
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from gonghu.engines.synthesis import Dirt, Style, generate_city
from gonghu.interfaces.cli.screen import CHINA, screen
from gonghu.interfaces.cli.terminal import console

AS_OF = datetime(2026, 11, 1, tzinfo=CHINA)
FOLDER = click.Path(file_okay=False, path_type=Path)
WEEKS = timedelta(days=21)


@click.command()
@click.option("--persons", default=25_000, show_default=True, help="虚构多少人。")
@click.option("--seed", default=1, show_default=True, help="随机种子：种子相同，城市相同。")
@click.option("--home", type=FOLDER, default=Path("demo-home"), show_default=True, help="演示网站放在哪里。")
@click.option("--port", default=8000, show_default=True, help="演示网站的端口。")
@click.option("--anew", is_flag=True, help="丢掉上次的演示网站，重新准备。")
@click.option("--prepare-only", is_flag=True, help="只准备，不启动网站。")
@click.option("--files-only", is_flag=True, help="只虚构名册并比对，打开报告，不要网站。")
@click.option("--city", type=FOLDER, default=Path("demo-city"), show_default=True, help="只要名册时，名册放在哪里。")
@click.option("--out", type=FOLDER, default=Path("demo-out"), show_default=True, help="只要名册时，结果放在哪里。")
@click.pass_context
def demo(
    context: click.Context, /, persons: int, seed: int, home: Path, port: int, *, files_only: bool, **choices: Any
) -> None:
    """虚构一个区的部门名册和它三周的工作，打开网站。其中的人名和号码都不属于任何真人。"""
    if files_only:
        _files_only(context, persons, seed, choices["city"], choices["out"])
        return
    if choices["anew"]:
        shutil.rmtree(home, ignore_errors=True)
    os.environ |= {"GONGHU_HOME": str(home.resolve()), "GONGHU_DEMO": "1", "GONGHU_SECOND_FACTOR_REQUIRED": "0"}
    # Three weeks of visits are sent within seconds; each is worked out on its day.
    os.environ["GONGHU_FIELD_AT_ONCE_A_SECOND"] = "1000000"
    import_module("gonghu.interfaces.cli.site").start_site()
    site = import_module("gonghu.interfaces.cli.demo_site")
    if not site.is_ready():
        began = datetime.now(tz=CHINA).replace(hour=9, minute=0, second=0, microsecond=0) - WEEKS
        names = home.with_name(f"{home.name}-files")
        _invent(names, persons, seed, began)
        site.prepare(names, began)
    site.tell(port)
    if not choices["prepare_only"]:
        site.open_doors(port)


def _files_only(context: click.Context, persons: int, seed: int, city: Path, out: Path) -> None:
    _invent(city, persons, seed, AS_OF)
    context.invoke(screen, delivery=city, as_of=AS_OF, out=out, division="", show_sql=False)
    report = (out / "report.html").resolve()
    console.print(f"\n名册在 {city}，结果在 {out}。\n报告：{report.as_uri()}")
    look_at(report.as_uri())


def look_at(address: str) -> None:
    """Open a browser, where there is a screen."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def _invent(folder: Path, persons: int, seed: int, as_of: datetime) -> None:
    console.print(f"正在虚构一座约 {persons:,} 人的城市…")
    generate_city(
        folder,
        persons=persons,
        seed=seed,
        as_of=as_of.date(),
        dirt=Dirt.SAMPLE,
        style=Style.SAMPLE,
        file_format="mixed",
    )
