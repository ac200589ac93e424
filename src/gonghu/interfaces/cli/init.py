"""`gonghu init`: the home folder, its keys, the database, and a first account."""

import os
import secrets
import stat
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from gonghu.domain.access.models import Account
from gonghu.domain.access.terms import Role
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.encryption import KeyringExists, new_keyring, write_keyring
from gonghu.interfaces.cli.create_user import appoint_new_account, say_first_password
from gonghu.interfaces.cli.terminal import console

_OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
_KEY_BYTES = 50


@click.command()
@click.option("--division", default="", help="站点所在区划的代码，如 120112；写明时建立第一个账号。")
@click.option("--account", default="technician", show_default=True, help="第一个账号（技术人员，看不到儿童）的登录名。")
def init(division: str, account: str) -> None:
    """准备站点：文件夹、密钥、数据库结构和第一个账号。再次运行只补缺少的，不改已有的。"""
    make_ready()
    _first_account(account, division)
    console.print(
        "\n接下来：\n"
        "  gonghu load-divisions          装入全国行政区划\n"
        "  gonghu create-user --help      建立各岗位的账号\n"
        "  gonghu serve                   启动网站\n"
        f"[bold]请把 {settings.GONGHU_KEYRING} 另存到安全的地方：丢失它，加密的身份证号等内容永远打不开。[/bold]"
    )


def make_ready() -> None:
    """Make what is missing of the home folder, its keys and the tables."""
    home: Path = settings.GONGHU_HOME
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(stat.S_IRWXU)
    for made in [*_secret_key(home / "secret_key"), *_keyring(settings.GONGHU_KEYRING)]:
        console.print(made)
    call_command("migrate", verbosity=0, interactive=False)
    console.print("数据库结构已是最新。")
    keep_shipped_forms(by=SYSTEM, at=timezone.now())


def _secret_key(path: Path) -> list[str]:
    if os.environ.get("GONGHU_SECRET_KEY") or os.environ.get("GONGHU_SECRET_KEY_FILE") or path.exists():
        return []
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "w") as file:
        file.write(secrets.token_urlsafe(_KEY_BYTES))
    return [f"签名密钥已生成：{path}"]


def _keyring(path: Path) -> list[str]:
    try:
        write_keyring(new_keyring(), path)
    except KeyringExists:
        return []
    return [f"加密密钥环已生成：{path}"]


def _first_account(name: str, division: str) -> None:
    if division and not Account.objects.everywhere("whether there is a first account").exists():
        say_first_password(appoint_new_account(name, "技术人员", Role.TECHNICIAN, division))
