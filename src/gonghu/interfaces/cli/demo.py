"""`gonghu demo`: an invented city's files are made, screened, and the report opened."""

import os
import webbrowser
from datetime import datetime
from pathlib import Path

import click

from gonghu.engines.synthesis import Dirt, Style, generate_city
from gonghu.interfaces.cli.screen import CHINA, screen
from gonghu.interfaces.cli.terminal import console

AS_OF = datetime(2026, 11, 1, tzinfo=CHINA)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--persons", default=25_000, show_default=True, help="虚构多少人。")
@click.option("--seed", default=1, show_default=True, help="随机种子：种子相同，城市相同。")
@click.option("--city", type=FOLDER, default=Path("demo-city"), show_default=True, help="名册放在哪里。")
@click.option("--out", type=FOLDER, default=Path("demo-out"), show_default=True, help="结果放在哪里。")
@click.pass_context
def demo(context: click.Context, persons: int, seed: int, city: Path, out: Path) -> None:
    """虚构一座城市的部门名册，比对，并打开报告。其中的人名和号码都不属于任何真人。"""
    console.print(f"正在虚构一座约 {persons:,} 人的城市…")
    generate_city(
        city, persons=persons, seed=seed, as_of=AS_OF.date(), dirt=Dirt.SAMPLE, style=Style.SAMPLE, file_format="mixed"
    )
    context.invoke(screen, delivery=city, as_of=AS_OF, out=out, division="", show_sql=False)
    report = (out / "report.html").resolve()
    console.print(f"\n名册在 {city}，结果在 {out}。\n报告：{report.as_uri()}")
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(report.as_uri())
