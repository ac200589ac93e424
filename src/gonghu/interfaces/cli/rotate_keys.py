"""`gonghu rotate-keys`: a new key for everything that is sealed, in the database and on the disk."""

import click
from django.conf import settings
from django.utils import timezone

from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.encryption import KeyMissing, SealBroken
from gonghu.interfaces.cli.terminal import console
from gonghu.usecases.renew_keys import KeysInUse, add_key, keys_in_use, reseal_everything


@click.command()
@click.option("--check", is_flag=True, help="只数一数每把密钥还封着多少，什么都不改。")
@click.option("--resume", is_flag=True, help="接着上次没做完的：不加新密钥，只把旧密钥封的重新加密。")
@click.pass_context
def rotate_keys(context: click.Context, check: bool, resume: bool) -> None:
    """换一把新密钥，把数据库和磁盘上的加密内容全部重新加密；网站可以照常运行。还需要旧密钥时退出码为 1。"""
    if not check:
        if not resume:
            number = add_key(by=SYSTEM, at=timezone.now())
            console.print(f"已启用第 {number} 号密钥。[bold]请现在就把密钥环另存一份[/bold]：{settings.GONGHU_KEYRING}")
        try:
            rows, files = reseal_everything(by=SYSTEM, at=timezone.now())
        except (KeyMissing, SealBroken) as problem:
            raise click.ClickException(f"{problem}。处理后运行 gonghu rotate-keys --resume 接着做。") from problem
        console.print(f"已重新加密：{rows} 行、{files} 个文件。")
    used = keys_in_use()
    for line in told(used):
        console.print(line)
    context.exit(1 if used.older else 0)


def told(used: KeysInUse) -> list[str]:
    """Say what each key seals, and which older ones are still needed."""
    lines = [
        f"第 {key} 号密钥{'（现用）' if key == used.current else ''}："
        f"{used.values.get(key, 0)} 个值、{used.files.get(key, 0)} 个文件"
        for key in sorted({used.current, *used.older})
    ]
    if used.older:
        names = "、".join(f"第 {key} 号" for key in used.older)
        lines.append(f"[red]✗[/red] 仍需要{names}密钥，密钥环里不能删；打不开的文件请从备份恢复后再运行 --resume。")
    else:
        lines.append("[green]✓[/green] 站点不再需要旧密钥；以前的备份仍要用当时的密钥环打开，请一并保存。")
    return lines
