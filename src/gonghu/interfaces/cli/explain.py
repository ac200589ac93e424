"""`gonghu explain`: why one child has what the lists say."""

import json
import sys
from pathlib import Path

import click

from gonghu.engines.policy import LawHasChanged
from gonghu.interfaces.cli.terminal import console, errors
from gonghu.usecases.explain_a_child import NobodyOfThatNumber, NotAScreening, explain_child

EXIT_NOT_FOUND = 6


@click.command()
@click.argument("out", metavar="OUT", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("number", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--full", is_flag=True, help="连没有问题的条件也逐条列出。")
def explain(out: Path, number: str, *, as_json: bool, full: bool) -> None:
    """
    说明 OUT 这次比对中，号码为 ID 的孩子为什么得出这样的结论：条件、依据的文件和行、政策文号与条款。
    """
    try:
        explained = explain_child(out, number)
    except (LawHasChanged, NobodyOfThatNumber, NotAScreening) as problem:
        errors.print(f"[red]{problem}[/red]")
        sys.exit(EXIT_NOT_FOUND)
    if as_json:
        click.echo(json.dumps(explained.as_json(), ensure_ascii=False, indent=2))
    else:
        console.print(explained.as_text(full=full), markup=False, soft_wrap=True)
