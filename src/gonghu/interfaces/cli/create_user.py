"""`gonghu create-user`: an account with a post, made by whoever has the machine."""

import click
from django.db import transaction
from django.utils import timezone

from gonghu.domain.access.operations import appoint, create_account, set_up_post
from gonghu.domain.access.operations.accounts import FirstPassword, NameTaken, NameUnusable
from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.queries import NoSuchOrganisation, organisation_called
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.cli.terminal import console
from gonghu.standards.division_code import NotADivisionCode

_ROLES = [role.value.lower().replace("_", "-") for role in Role]


@click.command()
@click.argument("sign_in_name")
@click.option("--name", required=True, help="姓名。")
@click.option("--role", required=True, type=click.Choice(_ROLES), help="岗位的角色。")
@click.option("--division", required=True, help="岗位所在区划的代码，如 120112 或 120112105。")
@click.option("--organisation", default="", help="岗位所在机构的全称，或统一社会信用代码。")
def create_user(sign_in_name: str, name: str, role: str, division: str, organisation: str) -> None:
    """建立账号并任命到一个新岗位，显示初始密码（只显示一次，首次登录须修改）。"""
    said = Role(role.upper().replace("-", "_"))
    say_first_password(appoint_new_account(sign_in_name, name, said, division, organisation))


def appoint_new_account(
    sign_in_name: str, name: str, role: Role, division: str, organisation: str = ""
) -> FirstPassword:
    """
    Open an account and appoint it to a post of its own from today on.

    :raises click.ClickException: the name is taken, or the division or organisation is none
    """
    at = timezone.now()
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            made = create_account(
                sign_in_name=sign_in_name, display_name=name, division_code=division, by=SYSTEM, at=at
            )
            at_work = organisation_called(said=organisation, division_code=division, on=today) if organisation else None
            post = set_up_post(
                role=role,
                division_code=division,
                organisation=at_work.pk if at_work else None,
                from_on=today,
                by=SYSTEM,
                at=at,
            )
            appoint(post=post, account=made.account, from_on=today, by=SYSTEM, at=at)
    except NotADivisionCode as problem:
        raise click.ClickException(f"“{division}”不是行政区划代码，应为 2、4、6、9 或 12 位数字") from problem
    except (NameTaken, NameUnusable, NoSuchOrganisation) as problem:
        raise click.ClickException(str(problem)) from problem
    return made


def say_first_password(made: FirstPassword) -> None:
    """Print the first password, once."""
    console.print(f"账号：[bold]{made.account.sign_in_name}[/bold]  初始密码：[bold]{made.password}[/bold]")
    console.print("初始密码只显示这一次，首次登录须修改。")
