"""
`gonghu role` and `gonghu retention`: what each role may do, and how long records are kept.

Both are changed at the machine, by whoever has it and has it in writing; each change is in the audit.
"""

import click
from django.utils import timezone

from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.operations import allow, forbid, set_retention
from gonghu.domain.access.operations.grants import PurposeMissing
from gonghu.domain.access.operations.retention import DocumentMissing
from gonghu.domain.access.operations.roles import RoleStaysBlind
from gonghu.domain.access.privacy_reading import retention_rules
from gonghu.domain.access.privacy_terms import FIRST_MONTHS, RecordKind
from gonghu.domain.access.queries import permissions_by_role
from gonghu.domain.access.terms import FIRST_PERMISSIONS, Permission, Role
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.cli.terminal import console
from gonghu.standards.division_code import NotADivisionCode


def spelt(name: str) -> str:
    """Write a name of the code as it is typed."""
    return name.lower().replace("_", "-")


def meant(said: str) -> str:
    """Give the name of the code for what was typed."""
    return said.upper().replace("-", "_")


_ROLE = click.argument("role", type=click.Choice([spelt(each.value) for each in Role]))
_PERMISSION = click.argument("permission", type=click.Choice([spelt(each.value) for each in Permission]))
_REASON = click.option("--reason", required=True, help="谁批准的、文号、为什么；记入审计。")


@click.group()
def role() -> None:
    """角色权限：查看、增加、取消；凭书面批准办理，记入审计。"""


@role.command("list")
def list_roles() -> None:
    """列出每个角色现在能做什么；+ 是后加的，- 是取消的。"""
    held = permissions_by_role(scope=reached_by(SYSTEM))
    for each in Role:
        now, first = held.get(each, frozenset()), FIRST_PERMISSIONS[each]
        console.print(f"\n[bold]{each.label}[/bold]  {spelt(each.value)}")
        for permission in Permission:
            if permission in now | first:
                sign = "-" if permission not in now else "+" if permission not in first else " "
                console.print(f"  {sign} {spelt(permission.value):<30} {permission.label}", highlight=False)


@role.command("allow")
@_ROLE
@_PERMISSION
@_REASON
def allow_role(role: str, permission: str, reason: str) -> None:
    """给一个角色增加一项权限，下一次请求起生效。"""
    try:
        allow(
            role=Role(meant(role)),
            permission=Permission(meant(permission)),
            reason=reason,
            by=SYSTEM,
            at=timezone.now(),
        )
    except (RoleStaysBlind, PurposeMissing) as problem:
        raise click.ClickException(str(problem)) from problem
    console.print(f"{Role(meant(role)).label}：已增加“{Permission(meant(permission)).label}”，已记入审计。")


@role.command("forbid")
@_ROLE
@_PERMISSION
@_REASON
def forbid_role(role: str, permission: str, reason: str) -> None:
    """取消一个角色的一项权限，下一次请求起生效。"""
    try:
        forbid(
            role=Role(meant(role)),
            permission=Permission(meant(permission)),
            reason=reason,
            by=SYSTEM,
            at=timezone.now(),
        )
    except PurposeMissing as problem:
        raise click.ClickException(str(problem)) from problem
    console.print(f"{Role(meant(role)).label}：已取消“{Permission(meant(permission)).label}”，已记入审计。")


@click.group()
def retention() -> None:
    """保存期限：查看、设定；写明依据文件，记入审计。"""


@retention.command("list")
def list_retention() -> None:
    """列出每种记录的保存期限：没有规定时的，和各区划规定的。"""
    for kind in RecordKind:
        console.print(f"{spelt(kind.value):<14} {kind.label}：{_said(FIRST_MONTHS[kind])}（没有规定时）")
    for rule in retention_rules(scope=reached_by(SYSTEM)):
        kind = RecordKind(rule.record_kind)
        console.print(f"{rule.division_code} {spelt(kind.value):<14} {_said(rule.months)}，{rule.document}")


@retention.command("set")
@click.argument("kind", type=click.Choice([spelt(each.value) for each in RecordKind]))
@click.option("--division", required=True, help="哪个区划的规定，如 120112；下级没有规定的也照此。")
@click.option("--months", type=click.IntRange(1, 1200), help="结案、终止以后保存几个月；不写就是永久。")
@click.option("--document", required=True, help="依据文件，如本级档案保管期限表的文号。")
def set_months(kind: str, division: str, months: int | None, document: str) -> None:
    """设定一种记录在一个区划的保存期限。"""
    try:
        rule = set_retention(
            division_code=division,
            record_kind=RecordKind(meant(kind)),
            months=months,
            document=document,
            by=SYSTEM,
            at=timezone.now(),
        )
    except NotADivisionCode as problem:
        raise click.ClickException(f"“{division}”不是行政区划代码，应为 2、4、6、9 或 12 位数字") from problem
    except DocumentMissing as problem:
        raise click.ClickException(str(problem)) from problem
    console.print(f"{rule.division_code} {rule.get_record_kind_display()}：{_said(rule.months)}，已记入审计。")


def _said(months: int | None) -> str:
    return "永久" if months is None else f"{months} 个月"
