"""`gonghu check-scope`: does anybody on this site reach rows that are not theirs."""

import click
from django.utils import timezone

from gonghu.domain.access.scope_check import check_scopes
from gonghu.interfaces.cli.terminal import console


@click.command()
@click.option("--of-each-role", default=5, show_default=True, help="每种角色抽查多少名在任人员。")
@click.pass_context
def check_scope(context: click.Context, of_each_role: int) -> None:
    """自检可见范围：以每种角色读每一类记录，看有没有越出辖区；有越权时退出码为 1。"""
    found = check_scopes(at=timezone.now(), of_each_role=of_each_role)
    console.print(f"以 {found.officers:,} 名（在任的和虚拟的）人员读 {found.models} 类记录，共 {found.looks:,} 次。")
    for leak in found.leaks:
        console.print(
            f"[red]✗[/red] {leak.role.label}（{leak.place}）看到了 {leak.division} 的 {leak.model} {leak.rows:,} 条"
        )
    if not found.leaks:
        console.print("[green]✓[/green] 没有越权可见的记录")
    context.exit(1 if found.leaks else 0)
