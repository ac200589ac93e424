"""`gonghu audit verify`: are the audit chains whole; `gonghu audit heads`: where they end, to be kept elsewhere."""

import json
from datetime import UTC
from pathlib import Path

import click
from django.utils import timezone

from gonghu.foundation.audit.verification import ChainHead, heads, verify
from gonghu.interfaces.cli.terminal import console

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """审计链：核验完整性，导出链头。"""


@audit.command("verify")
@click.option("--chain", default=None, help="只核验一个区县的链，如 120112。")
@click.option("--published", type=FILE, help="以前用 gonghu audit heads 导出的文件；能发现整条链被重写。")
@click.pass_context
def verify_chains(context: click.Context, chain: str | None, published: Path | None) -> None:
    """核验审计链有没有被改动、删除、插入、调换或截断；有问题时退出码为 1。"""
    known = read_heads(published) if published else []
    result = verify(chain, published=[head for head in known if chain in (None, head.chain)])
    console.print(f"核验 {result.chains:,} 条链、{result.entries:,} 条记录。")
    for link in result.broken:
        console.print(f"[red]✗[/red] {link}")
    if not result.broken:
        console.print("[green]✓[/green] 完整无误")
    context.exit(1 if result.broken else 0)


@audit.command("heads")
@click.argument("file", type=FILE)
def write_heads(file: Path) -> None:
    """把各链现在的链头写入文件，请存到数据库管理员改不到的地方。"""
    ends = [{"chain": head.chain, "sequence": head.sequence, "hash": head.hash} for head in heads()]
    said = {"at": timezone.now().astimezone(UTC).isoformat(timespec="seconds"), "heads": ends}
    file.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    console.print(f"{len(ends):,} 条链的链头已写入 {file}")


def read_heads(file: Path) -> list[ChainHead]:
    """
    Read heads that were published earlier.

    :raises click.ClickException: the file holds none
    """
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return [ChainHead(str(each["chain"]), int(each["sequence"]), str(each["hash"])) for each in said["heads"]]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise click.ClickException(f"{file} 不是 gonghu audit heads 写的文件") from problem
