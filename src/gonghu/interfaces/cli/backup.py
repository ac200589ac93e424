"""`gonghu backup` and `gonghu restore`: the whole site into one file, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.recording import record
from gonghu.foundation.backup.chunks import BackupDamaged, NotABackup, PassphraseWrong
from gonghu.foundation.backup.databases import SiteRunning, ToolMissing
from gonghu.foundation.backup.restoring import BackupDiffers, BackupUnsuitable, Restored
from gonghu.foundation.backup.restoring import restore as put_back
from gonghu.foundation.backup.writing import BackupExists, write_backup
from gonghu.foundation.encryption import KeyringNotFound, KeyringOpenToOthers, KeyringUnreadable
from gonghu.interfaces.cli.terminal import console

EXIT_DAMAGED = 7
EXIT_PASSPHRASE = 8
EXIT_UNSUITABLE = 9
EXIT_RUNNING = 10
EXIT_DIFFERS = 11
_CODES: dict[type[Exception], int] = {
    NotABackup: EXIT_DAMAGED,
    BackupDamaged: EXIT_DAMAGED,
    PassphraseWrong: EXIT_PASSPHRASE,
    BackupUnsuitable: EXIT_UNSUITABLE,
    SiteRunning: EXIT_RUNNING,
    BackupDiffers: EXIT_DIFFERS,
    BackupExists: 1,
    ToolMissing: 1,
    KeyringNotFound: 1,
    KeyringOpenToOthers: 1,
    KeyringUnreadable: 1,
}
FILE = click.Path(dir_okay=False, path_type=Path)
PASSPHRASE = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="写有加密口令的文件；也可以用 GONGHU_BACKUP_PASSPHRASE_FILE 指明。",
)
_LEAST = 12


@click.command()
@click.argument("file", type=FILE)
@PASSPHRASE
def backup(file: Path, passphrase_file: Path | None) -> None:
    """把数据库、交来的文件和比对结果备份到一个文件，并立即试恢复一遍。密钥不在备份里，须另行保存。"""
    with said_plainly():
        passphrase = _passphrase(passphrase_file)
        if passphrase and len(passphrase) < _LEAST:
            raise click.ClickException(f"口令太短：至少 {_LEAST} 个字符")
        at = timezone.now()
        write_backup(file, passphrase=passphrase, at=at)
        try:
            tried = put_back(file, passphrase=lambda: passphrase, at=at, only_verify=True)
        except BaseException:
            # Nobody shall find a file that passes for a backup and is none.
            file.unlink()
            raise
        _note("backup.written", tried)
    _tell(tried)
    console.print(f"[green]✓[/green] 已备份到 {file}（{file.stat().st_size:,} 字节），试恢复核对无误。")
    if not passphrase:
        console.print("[yellow]![/yellow] 备份没有加密：姓名等内容可以直接读出。请用 --passphrase-file 加密。")
    console.print("密钥环不在备份里：请确认它另存在别处，没有它，备份里加密的内容打不开。")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", "only_verify", is_flag=True, help="只试恢复并核对，不替换现有的数据。")
@click.option("--upgrade", is_flag=True, help="备份的结构较旧时，恢复后升级到现在的结构。")
@PASSPHRASE
def restore(file: Path, only_verify: bool, upgrade: bool, passphrase_file: Path | None) -> None:
    """从备份恢复：先在旁边重建、逐项核对，无误后才替换；原有的数据改名保留。"""
    with said_plainly():
        restored = put_back(
            file,
            passphrase=lambda: _passphrase(passphrase_file),
            at=timezone.now(),
            only_verify=only_verify,
            upgrade=upgrade,
        )
        if not only_verify:
            _note("backup.restored", restored)
    _tell(restored)
    if only_verify:
        console.print("[green]✓[/green] 备份完好，可以恢复。现有的数据没有改动。")
        return
    console.print("[green]✓[/green] 已恢复。原有的数据保留为：")
    for place in restored.aside:
        console.print(f"  {place}")
    console.print("确认无误后再删除它们。接下来：gonghu doctor，然后启动网站。")


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what can go wrong into a sentence and an exit code."""
    try:
        yield
    except tuple(_CODES) as problem:
        click.echo(f"Error: {problem}", err=True)
        code = next(code for kind, code in _CODES.items() if isinstance(problem, kind))
        raise click.exceptions.Exit(code) from problem
    except OSError as problem:
        raise click.ClickException(f"文件读写失败：{problem}") from problem


def _passphrase(file: Path | None) -> str:
    if file:
        return file.read_text(encoding="utf-8").strip()
    said: str = settings.GONGHU_BACKUP_PASSPHRASE
    return said


def _note(verb: str, restored: Restored) -> None:
    """Record that everything left the site, or came back."""
    detail = {"made_at": restored.manifest.made_at.isoformat(), "rows": restored.rows}
    at = timezone.now()
    with transaction.atomic():
        record(by=SYSTEM, at=at, verb=verb, subject_kind="backup", subject_key=f"{at:%Y%m%d%H%M%S}", detail=detail)


def _tell(restored: Restored) -> None:
    made = restored.manifest
    console.print(
        f"备份时间 {timezone.localtime(made.made_at):%Y-%m-%d %H:%M}，版本 {made.version}，{len(made.tables)} 张表 "
        f"{restored.rows:,} 行，{len(made.files)} 个文件；审计链 {restored.audit.chains:,} 条、"
        f"{restored.audit.entries:,} 条记录完整。"
    )
