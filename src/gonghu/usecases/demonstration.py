"""
The demonstration (演示): an invented district with somebody on every kind of post, and one password to be any of them.

Everybody in it is invented; a site that shows it must not be reached by others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.models import Account
from gonghu.domain.access.operations import appoint, change_password, create_account, set_up_post
from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.operations import found_organisation
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.domain.workforce.operations import take_charge
from gonghu.domain.workforce.terms import ChargeKind
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.standards.division_code import pad


@dataclass(frozen=True, slots=True)
class Player:
    """
    Somebody of the demonstration (演示人员): who, on which post, where, and what to try as them.

    Of whom nothing is said to try, nobody can be: they are there for their work to have been done.
    """

    sign_in_name: str
    name: str
    role: Role
    division_code: str
    does: str


_ABOVE: Final = (
    ("district", "周建国", Role.DISTRICT_OFFICER, "看线索和工作台，复核认定，确认待遇，复核发放，看谁看过谁的档案"),
    ("commissioner", "李慧", Role.CHILD_COMMISSIONER, "导入名册，运行比对，人工核对，认定初审"),
    ("centre", "赵敏", Role.CENTRE_WORKER, "看全区儿童档案，处理转来的情况"),
    ("finance", "钱卫东", Role.FINANCE_OFFICER, "登记预算，编制发放，放款、回盘、对账"),
    ("reviewer", "孙丽华", Role.REVIEWER, "以另一人身份复核认定，审批发放"),
    ("auditor", "沈国栋", Role.AUDITOR, "核对审计记录；看不到任何孩子"),
    ("technician", "何志强", Role.TECHNICIAN, "维护系统；看不到任何孩子"),
    ("institution", "冯秀英", Role.INSTITUTION_WORKER, "只看指派给本机构的孩子"),
    ("social-worker", "陈晓", Role.AGENCY_SOCIAL_WORKER, "只看合同期内指派的孩子"),
    ("counsellor", "林静", Role.COUNSELLOR, "只看指派的孩子"),
)
_WORK_AT: Final = {
    Role.CENTRE_WORKER: (OrganisationKind.PROTECTION_CENTRE, "未成年人救助保护中心"),
    Role.INSTITUTION_WORKER: (OrganisationKind.WELFARE_INSTITUTION, "儿童福利院"),
    Role.AGENCY_SOCIAL_WORKER: (OrganisationKind.AGENCY, "同心社会工作服务中心"),
}
_FAMILY_NAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN_NAMES: Final = ("桂兰", "秀英", "建华", "玉梅", "淑珍", "志刚", "丽娟", "春燕", "国庆", "红霞")


def players_of(*, district: str, town: str, villages: Iterable[str], towns: Iterable[str]) -> tuple[Player, ...]:
    """
    Name the people of a district: one on every kind of post, a supervisor in every town, directors in one town.

    The first village and the ``town`` have the accounts ``director`` and ``supervisor``.
    """
    province = district[:2]
    named = [
        Player("province", "郑海燕", Role.PROVINCE_OFFICER, pad(province), "看全省（市）的汇总"),
        Player("city", "吴立新", Role.CITY_OFFICER, pad(province), "看全市的汇总，导入市级部门的名册"),
        *(Player(sign_in_name, name, role, pad(district), does) for sign_in_name, name, role, does in _ABOVE),
    ]
    names = _invented_names()
    for number, code in enumerate([town, *(each for each in towns if each != town)]):
        sign_in_name, does = (
            (f"supervisor{number}", "")
            if number
            else ("supervisor", "核实本镇线索，认定初审，受理和查验申请，分派任务")
        )
        named.append(Player(sign_in_name, next(names), Role.TOWN_SUPERVISOR, code, does))
    for number, code in enumerate(villages):
        sign_in_name, does = (f"director{number}", "") if number else ("director", "看今天要办的事，核实本村线索")
        named.append(Player(sign_in_name, next(names), Role.VILLAGE_DIRECTOR, code, does))
    return tuple(named)


@transaction.atomic
def employ(*, players: Iterable[Player], password: str, at: datetime) -> dict[str, Account]:
    """
    Open an account for each, appoint it, and let directors, supervisors and the commissioner answer for their places.

    The accounts are given by sign-in name; those that can be tried have the one password of the demonstration.

    :raises PasswordTooWeak: the password will not do
    """
    on, employed = at.date(), {}
    charged = {kind.role: kind for kind in ChargeKind}
    for player in players:
        made = create_account(
            sign_in_name=player.sign_in_name,
            display_name=player.name,
            division_code=player.division_code,
            by=SYSTEM,
            at=at,
        )
        if player.does:
            self_ = Actor(account=made.account.uuid, post=None, label=player.name, district=player.division_code[:6])
            change_password(account=made.account, old=made.password, new=password, by=self_, at=at)
        post = set_up_post(
            role=player.role,
            division_code=player.division_code,
            organisation=_place_of_work(player, at),
            from_on=on,
            by=SYSTEM,
            at=at,
        )
        appoint(post=post, account=made.account, from_on=on, by=SYSTEM, at=at)
        if player.role in charged:
            kind, code = charged[player.role], player.division_code
            take_charge(post=post.uuid, kind=kind, division_code=code, from_on=on, by=SYSTEM, at=at)
        employed[player.sign_in_name] = made.account
    return employed


def _place_of_work(player: Player, at: datetime) -> UUID | None:
    if player.role not in _WORK_AT:
        return None
    kind, name = _WORK_AT[player.role]
    return found_organisation(kind=kind, name=name, division_code=player.division_code, by=SYSTEM, at=at).pk


def _invented_names() -> Iterator[str]:
    """Give one name after another, none twice within four hundred."""
    for number in range(len(_FAMILY_NAMES) * len(_GIVEN_NAMES)):
        yield _FAMILY_NAMES[number % len(_FAMILY_NAMES)] + _GIVEN_NAMES[(number * 7 + number // 40) % len(_GIVEN_NAMES)]
