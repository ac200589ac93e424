"""What pages show, to whom, and what goes with every answer."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, XIQING, Employ, SignedIn
from tests.officers import JINNAN

from gonghu.domain.access.models import Account, Post
from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.models import Organisation
from gonghu.domain.organisations.operations import found_organisation
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.foundation.jobs.models import Job
from gonghu.foundation.jobs.working import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]


def test_every_answer_closes_devices_frames_scripts_of_others_and_caches(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    for path in ("/", "/divisions/", "/no-such-page", "/livez"):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "geolocation=()" in answer["Permissions-Policy"]


def test_pages_hold_no_script_or_style_of_their_own(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    for path in ("/", "/divisions/", "/organisations/coverage", "/accounts/", "/audit/", "/me/second-factor"):
        page = client.get(path).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


def test_an_address_nobody_knows_and_a_row_out_of_scope_look_the_same(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    elsewhere = employ("far", Role.DISTRICT_OFFICER, XIQING)
    pages = [client.get(f"/accounts/{key}/") for key in (elsewhere.uuid, uuid4())]
    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].content == pages[1].content
    assert "不在您的工作范围内" in pages[0].content.decode()


def test_the_list_of_accounts_holds_those_in_scope_and_filters_hold_together(
    employ: Employ, signed_in: SignedIn
) -> None:
    client = signed_in(employ("wang"))
    employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    employ("lin", Role.TOWN_SUPERVISOR, XIANSHUIGU)
    employ("far", Role.DISTRICT_OFFICER, XIQING)

    def listed(query: str) -> list[str]:
        rows = client.get(f"/accounts/{query}").context["rows"]
        return sorted(row["account"].sign_in_name for row in rows)

    assert listed("") == ["lin", "liu", "wang"]
    assert listed("?text=li") == ["lin", "liu"]
    assert listed("?text=li&place=120112100201") == ["liu"]
    assert listed("?place=咸水沽镇") == ["lin", "liu"]


def test_an_account_is_opened_with_its_post_and_its_password_is_shown_once(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    said = {
        "sign_in_name": "zhao", "display_name": "赵丽", "phone": "13800000000", "role": Role.VILLAGE_DIRECTOR.value,
        "division_code": VILLAGE, "from_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    page = client.post("/accounts/new", said).content.decode()
    account = Account.objects.everywhere("test").get(sign_in_name="zhao")
    password = page.split('<code class="secret">')[1].split("<")[0]
    assert account.check_password(password)
    assert password not in client.get(f"/accounts/{account.uuid}/").content.decode()
    again = client.post("/accounts/new", said)
    assert again.status_code == 422
    assert "登录名 zhao 已被使用" in again.content.decode()
    there = client.post("/accounts/new", {**said, "sign_in_name": "sun", "division_code": "12"})
    assert there.status_code == 422
    assert "没有“管理账号和岗位”权限" in there.content.decode()
    assert not Account.objects.everywhere("test").filter(sign_in_name="sun").exists()


def test_a_post_is_handed_over(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    employ("ma", None, VILLAGE)
    post = Post.objects.everywhere("test").get(role=Role.VILLAGE_DIRECTOR)
    today = timezone.localdate()
    too_soon = client.post(f"/accounts/posts/{post.uuid}/", {"to": "ma", "on": today.isoformat()})
    assert too_soon.status_code == 422
    assert "交接日期须在其后" in too_soon.content.decode()
    later = today.replace(year=today.year + 1).isoformat()
    assert client.post(f"/accounts/posts/{post.uuid}/", {"to": "MA", "on": later}).status_code == 302
    assert later in client.get(f"/accounts/posts/{post.uuid}/").content.decode()


def test_an_organisation_is_entered_where_its_officer_may(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    said = {"kind": "TOWN_STATION", "name": "双港镇未成年人保护站", "division_code": "双港镇", "credit_code": "123"}
    wrong = client.post("/organisations/new", said)
    assert wrong.status_code == 422
    assert "统一社会信用代码" in wrong.content.decode()
    done = client.post("/organisations/new", {**said, "credit_code": ""})
    station = Organisation.objects.get(name=said["name"])
    assert done["Location"] == f"/organisations/{station.uuid}/"
    advanced = client.post(
        f"/organisations/{station.uuid}/state",
        {"to": "IN_SERVICE", "on": "2024-06-01", "plaque_on": "", "document": ""},
    )
    assert advanced.status_code == 302
    assert "运行" in client.get(f"/organisations/{station.uuid}/").content.decode()


def test_an_organisation_elsewhere_is_not_changed(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    far = found_organisation(
        kind=OrganisationKind.TOWN_STATION, name="外区站", division_code=XIQING, by=SYSTEM, at=timezone.now()
    )
    answer = client.post(f"/organisations/{far.uuid}/phone", {"duty_phone": "110"})
    assert answer.status_code == 422
    far.refresh_from_db()
    assert far.duty_phone == ""


def test_the_audit_shows_chains_in_scope_and_proves_them_whole(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("shen", Role.AUDITOR))
    employ("far", Role.DISTRICT_OFFICER, XIQING)
    shown = client.get("/audit/?verb=access.create_account").context["page"].rows
    assert [row.entry.chain for row in shown] == [JINNAN[:6]]
    assert "还没有核验过" in client.get("/audit/").content.decode()
    client.post("/audit/verify")
    client.post("/audit/verify")
    assert Job.objects.count() == 1
    assert "正在核验" in client.get("/audit/").content.decode()
    work_off(clock=timezone.now, identify=lambda by, _at: by)
    assert "完整无误" in client.get("/audit/").content.decode()


def test_an_auditor_sees_what_was_tampered_with(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("shen", Role.AUDITOR))
    first = AuditEntry.objects.filter(chain=JINNAN[:6]).order_by("sequence").first()
    assert first
    forged = AuditEntry(**{
        **{each.name: getattr(first, each.name) for each in AuditEntry._meta.concrete_fields},
        "uuid": uuid4(), "sequence": 10_000,
    })  # fmt: skip
    forged.save(force_insert=True)
    client.post("/audit/verify")
    work_off(clock=timezone.now, identify=lambda by, _at: by)
    page = client.get("/audit/").content.decode()
    assert "核验没有通过" in page
    assert f"链 {JINNAN[:6]}" in page


def test_a_form_without_its_token_is_refused_in_words(employ: Employ) -> None:
    employ("wang")
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in", {"name": "wang", "password": "x"})
    assert answer.status_code == 403
    assert "页面已过期，内容没有提交" in answer.content.decode()


def test_what_breaks_says_so_with_a_number_for_the_technician(
    employ: Employ, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(employ("wang"))
    client.raise_request_exception = False
    monkeypatch.setattr("gonghu.interfaces.desk.home.views.posts_shown", lambda _by: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert answer["X-Request-Reference"] in answer.content.decode()
    assert "ZeroDivisionError" not in answer.content.decode()


def test_the_site_says_whether_it_is_ready(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.GONGHU_HOME = tmp_path
    assert client.get("/livez").content == b"ok\n"
    assert client.get("/readyz").json() == {"ready": True, "missing": []}
    settings.GONGHU_KEYRING = tmp_path / "nowhere.json"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["keyring"])


def test_the_language_is_chosen_and_kept(client: Client) -> None:
    assert "登录名" in client.get("/sign-in", headers={"Accept-Language": "en"}).content.decode()
    answer = client.post("/language", {"language": "en", "next": "/sign-in"})
    assert answer["Location"] == "/sign-in"
    page = client.get("/sign-in").content.decode()
    assert "Sign-in name" in page
    assert 'lang="en"' in page
    assert client.post("/language", {"language": "xx", "next": "//evil.example"})["Location"] == "/"
