"""People appointed from one list, roles as they stand, and who looked at whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from click import Command
from click.testing import CliRunner
from django.utils import timezone
from tests.interfaces.desk.conftest import VILLAGE, XIQING, Employ, SignedIn
from tests.officers import JINNAN

from gonghu.domain.access.models import Account, Post, RetentionRule, RolePermission
from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations import assign_children, record_reading, set_up_post
from gonghu.domain.access.terms import Role
from gonghu.domain.workforce.operations import take_charge
from gonghu.domain.workforce.terms import ChargeKind
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.interfaces.cli import rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
LIST = f"姓名\t手机\t角色\t区划\n刘桂兰\t13800000000\t儿童主任\t{VILLAGE}\n刘桂兰\t\t儿童督导员\t咸水沽镇\n"


def sent(people: str, **more: str) -> dict[str, str]:
    return {"people": people, "from_on": timezone.localdate().isoformat(), **more}


def test_a_list_is_shown_first_and_opened_once_it_is_confirmed(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    before = Account.objects.everywhere("a test counts").count()
    page = client.post("/accounts/many", sent(LIST)).content.decode()
    assert "确认开立 2 个账号" in page
    assert Account.objects.everywhere("a test counts").count() == before
    page = client.post("/accounts/many", sent(LIST, confirm="1")).content.decode()
    opened = Account.objects.everywhere("a test looks").filter(display_name="刘桂兰").order_by("sign_in_name")
    assert [each.sign_in_name for each in opened] == ["liuguilan", "liuguilan2"]
    assert [officer(account=each, at=timezone.now()).posts[0].role for each in opened] == [
        Role.VILLAGE_DIRECTOR,
        Role.TOWN_SUPERVISOR,
    ]
    shown = [part.split("</code>")[0] for part in page.split("<code>")[1:]]
    assert [each.check_password(password) for each, password in zip(opened, shown, strict=True)] == [True, True]


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (f"刘桂兰,,村长,{VILLAGE}", "没有叫“村长”的角色"),
        ("刘桂兰,,,没有的地方", "没有叫“没有的地方”的区划"),
        (f"刘桂兰,,机构社工,{VILLAGE},,没有的社工", "没有叫“没有的社工”的机构"),
        (f"刘桂兰,,,{VILLAGE}\n刘桂兰,,,{VILLAGE}", "与前面的一行重复"),
        (f",,,{VILLAGE}", "没有姓名"),
        ("刘桂兰,,,天津市", "不归您管理"),
        (" \n ", "名单"),
    ],
)
def test_one_wrong_line_and_nothing_is_opened(employ: Employ, signed_in: SignedIn, people: str, words: str) -> None:
    client = signed_in(employ("wang"))
    before = Account.objects.everywhere("a test counts").count(), Post.objects.everywhere("a test counts").count()
    answer = client.post(
        "/accounts/many", sent(f"{people}\n张好,,,{VILLAGE}" if people.strip() else people, confirm="1")
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    after = Account.objects.everywhere("a test counts").count(), Post.objects.everywhere("a test counts").count()
    assert after == before


def test_a_name_that_is_taken_is_told_and_nothing_is_opened(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    people = f"张好,,,{VILLAGE},zhanghao\n李好,,,{VILLAGE},WANG"
    answer = client.post("/accounts/many", sent(people, confirm="1"))
    assert "登录名 wang 已被使用" in answer.content.decode()
    assert not Account.objects.everywhere("a test looks").filter(sign_in_name="zhanghao").exists()


def test_roles_are_shown_as_they_stand(employ: Employ, signed_in: SignedIn) -> None:
    page = signed_in(employ("wang")).get("/accounts/roles").content.decode()
    assert "一个也看不到" in page
    assert "只有指派的" in page
    for role, place in ((Role.AUDITOR, "/audit/"), (Role.TECHNICIAN, "/")):
        client = signed_in(employ(role.value.lower(), role))
        assert "/accounts/roles" in client.get(place).content.decode()
        assert "/accounts/posts" not in client.get("/accounts/roles").content.decode()


def test_roles_and_retention_are_changed_at_the_machine_and_by_nobody_without_a_reason() -> None:
    def run(command: Command, *typed: str) -> tuple[int, str]:
        done = CliRunner().invoke(command, typed)
        return done.exit_code, done.output

    gave = ("allow", "town-supervisor", "export")
    assert run(rules.role, *gave)[0] == 2
    assert "写明谁批准的" in run(rules.role, *gave, "--reason", " ")[1]
    assert run(rules.role, *gave, "--reason", "津民发〔2026〕3号")[0] == 0
    assert AuditEntry.objects.get(verb="access.allow").purpose == "津民发〔2026〕3号"
    assert RolePermission.objects.filter(role=Role.TOWN_SUPERVISOR, permission="EXPORT").exists()
    assert run(rules.role, "forbid", *gave[1:], "--reason", "局务会")[0] == 0
    assert "不得接触儿童信息" in run(rules.role, "allow", "auditor", "see-children", "--reason", "局务会")[1]
    assert run(rules.role, "list")[0] == 0
    kept = ("set", "delivery", "--months", "24", "--document", "津南档〔2026〕5号", "--division")
    assert run(rules.retention, *kept, "120112")[0] == 0
    assert "不是行政区划代码" in run(rules.retention, *kept, "9")[1]
    assert RetentionRule.objects.everywhere("a test looks").get().months == 24
    assert run(rules.retention, "list")[0] == 0


def test_a_vacant_post_is_closed_once_nothing_hangs_on_it(employ: Employ, signed_in: SignedIn) -> None:
    client, at, today = signed_in(employ("wang")), timezone.now(), timezone.localdate()
    post = set_up_post(role=Role.COUNSELLOR, division_code=JINNAN, from_on=today, by=SYSTEM, at=at)
    later = today + timedelta(days=9)
    assign_children(post=post, children=[uuid4()], from_on=today, to_on=later, by=SYSTEM, at=at)
    close = f"/accounts/posts/{post.pk}/close"
    assert "还指派着儿童" in client.post(close, {"reason": "撤并"}).content.decode()
    assert client.post(close, {}).status_code == 422
    director = set_up_post(role=Role.VILLAGE_DIRECTOR, division_code=VILLAGE, from_on=today, by=SYSTEM, at=at)
    take_charge(post=director.pk, kind=ChargeKind.DIRECTOR, division_code=VILLAGE, from_on=today, by=SYSTEM, at=at)
    told = client.post(f"/accounts/posts/{director.pk}/close", {"reason": "撤并"}).content.decode()
    assert "还有责任区" in told
    free = set_up_post(role=Role.COUNSELLOR, division_code=JINNAN, from_on=today, by=SYSTEM, at=at)
    assert client.post(f"/accounts/posts/{free.pk}/close", {"reason": "撤并"}).status_code == 302
    free.refresh_from_db()
    assert free.to_on == today
    assert AuditEntry.objects.get(verb="access.close_post").purpose == "撤并"


def test_looks_are_listed_where_the_audit_is_read(employ: Employ, signed_in: SignedIn) -> None:
    by = officer(account=employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE), at=timezone.now())
    near, far = uuid4(), uuid4()
    for child, place, unmasked in ((near, JINNAN, True), (far, XIQING, False)):
        record_reading(
            child_key=child, division_code=place, purpose="走访前核对", fields=["name"], by=by, at=timezone.now(),
            unmasked=unmasked,
        )  # fmt: skip
    client = signed_in(employ("wang"))

    def listed(query: str) -> list[str]:
        return [look.child_key for look in client.get(f"/audit/looks{query}").context["looks"]]

    assert listed("") == [str(near)]
    assert listed(f"?child={far}") == []
    assert listed("?name=liu&unmasked=on") == [str(near)]
    assert listed("?name=nobody") == []
