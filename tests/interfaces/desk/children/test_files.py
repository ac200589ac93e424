"""A child's file: who reads it and what for, what is masked, what is sealed, how it is changed."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.children import whole_file
from tests.interfaces.desk.children.conftest import with_purpose
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, XIQING, Employ, SignedIn

from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import Address, Child
from gonghu.domain.people.terms import Category, FileState, RiskLevel
from gonghu.domain.policies.models import Recognition
from gonghu.domain.policies.terms import RecognitionState
from gonghu.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

NUMBER, FATHERS = "120112201502110015", "120112198505010015"


@pytest.fixture
def zhang() -> Child:
    """A child with everything in its file."""
    return whole_file()


def page_of(client: Client, of: Child, more: str = "") -> str:
    answer = client.get(f"/children/{of.pk}/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_purpose_is_asked_once_and_every_reading_is_written_down(
    employ: Employ, signed_in: SignedIn, zhang: Child
) -> None:
    client = signed_in(employ("wang"))
    asked = client.get(f"/children/{zhang.pk}/")
    assert asked["Location"] == f"/children/purpose?{urlencode({'next': f'/children/{zhang.pk}/'})}"
    assert not AuditEntry.objects.filter(verb="children.read").exists()
    refused = client.post("/children/purpose", {"purpose": "OTHER", "other": "看看", "next": "/children/"})
    assert refused.status_code == 422
    done = client.post("/children/purpose", {"purpose": "OTHER", "other": "核对学籍", "next": f"/children/{zhang.pk}/"})
    assert done["Location"] == f"/children/{zhang.pk}/"
    page_of(client, zhang)
    page_of(client, zhang, "family")
    looks = AuditEntry.objects.filter(verb="children.read", subject_key=str(zhang.pk))
    assert [(each.purpose, each.chain) for each in looks] == [("核对学籍", "120112")] * 2


def test_a_file_out_of_scope_looks_like_none_and_leaves_no_trace_of_reading(
    employ: Employ, signed_in: SignedIn, zhang: Child
) -> None:
    client = with_purpose(signed_in(employ("far", Role.DISTRICT_OFFICER, XIQING)))
    for more in ("", "family", "sheet", "edit/risk"):
        answers = [client.get(f"/children/{key}/{more}") for key in (zhang.pk, uuid4())]
        assert [each.status_code for each in answers] == [404, 404]
    assert client.post(f"/children/{zhang.pk}/unmask").status_code == 404
    assert client.post(f"/children/{zhang.pk}/sheet").status_code == 404
    assert client.post(f"/children/{zhang.pk}/edit/risk", {"level": "HIGH", "reasons": "x"}).status_code == 404
    assert not AuditEntry.objects.filter(subject_key=str(zhang.pk)).exists()


SECRETS = ("张小明", NUMBER, "张建国", FATHERS, "李秀英", "张老栓", "13812345678", "幸福里")


def test_a_file_is_masked_until_somebody_asks_and_that_is_written_down(reader: Client, zhang: Child) -> None:
    for more in ("", "family", "sheet"):
        page = page_of(reader, zhang, more)
        assert [secret for secret in SECRETS if secret in page] == []
    shown = reader.post(f"/children/{zhang.pk}/unmask").content.decode()
    assert [secret for secret in SECRETS if secret not in shown] == []
    entry = AuditEntry.objects.get(verb="children.unmask")
    assert (entry.purpose, entry.detail["fields"]) == ("维护档案", ["address", "family", "name", "number", "phone"])
    assert "张小明" not in page_of(reader, zhang)


def test_who_may_not_unmask_does_not(employ: Employ, signed_in: SignedIn, zhang: Child) -> None:
    worker = with_purpose(signed_in(employ("she", Role.PROVINCE_OFFICER, "120000")))
    assert "查看未脱敏内容" in page_of(worker, zhang)
    finance = with_purpose(signed_in(employ("cai", Role.AUDITOR)))
    assert finance.get(f"/children/{zhang.pk}/").status_code == 403


def test_what_is_sealed_is_told_to_the_district_and_only_verified_below(
    reader: Client, employ: Employ, signed_in: SignedIn, zhang: Child
) -> None:
    district = page_of(reader, zhang)
    assert "服刑在押" in district
    assert "刑初12号" in district
    assert "艾滋病病毒感染" in district
    below = with_purpose(signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)))
    for page in [*(page_of(below, zhang, more) for more in ("", "family", "sheet")), unmasked(below, zhang)]:
        assert "情况已核实" in page
        assert [word for word in ("服刑", "刑初12号", "六年", "艾滋病病毒感染", "阳性") if word in page] == []


def test_a_recognition_that_would_tell_a_secret_is_not_shown_below(
    reader: Client, employ: Employ, signed_in: SignedIn, zhang: Child
) -> None:
    Recognition(
        child=zhang, division_code=zhang.division_code, category=Category.HIV, document="民发〔2012〕179号",
        state=RecognitionState.PROPOSED, first_by=employ("lin", Role.TOWN_SUPERVISOR, XIANSHUIGU),
        first_at=timezone.now(), first_opinion="检测报告阳性",
    ).save()  # fmt: skip
    below = with_purpose(signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)))
    assert "检测报告阳性" in page_of(reader, zhang)
    assert "检测报告阳性" not in page_of(below, zhang)


def unmasked(client: Client, of: Child) -> str:
    return client.post(f"/children/{of.pk}/unmask").content.decode()


def test_a_protected_address_is_told_only_where_it_may_be(
    reader: Client, employ: Employ, signed_in: SignedIn, zhang: Child
) -> None:
    row = Address.objects.everywhere("test").get()
    row.is_protected = True
    row.save()
    below = with_purpose(signed_in(employ("lin", Role.TOWN_SUPERVISOR, XIANSHUIGU)))
    assert "幸福里3号" in unmasked(reader, zhang)
    assert "幸福里3号" not in unmasked(below, zhang)


def test_the_file_shows_who_is_who_to_the_child(reader: Client, zhang: Child) -> None:
    shown = reader.get(f"/children/{zhang.pk}/").context["shown"]
    assert [(each.relation_name, each.name) for each in shown.file.family.members] == [
        ("父亲", "张**"),
        ("母亲", "李**"),
        ("祖父", "张**"),
        ("妹妹", "张**"),
    ]
    assert shown.carer == "委托照护 张**"
    assert [event.words for event in shown.events if event.kind == "父亲"] == ["服刑在押"]


def test_the_supervisor_sees_who_looked(reader: Client, employ: Employ, signed_in: SignedIn, zhang: Child) -> None:
    director = with_purpose(signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)), "走访探视")
    page_of(director, zhang)
    looks = reader.get(f"/children/{zhang.pk}/").context["shown"].looks
    assert [look.purpose for look in looks] == ["维护档案", "走访探视"]
    assert "谁看过这份档案" not in page_of(director, zhang)


def test_things_are_changed_one_at_a_time(reader: Client, zhang: Child) -> None:
    today = timezone.localdate().isoformat()
    father = reader.get(f"/children/{zhang.pk}/").context["file"].family.members[0].key
    said = {
        "risk": {"level": "HIGH", "reasons": "祖父年老"},
        "schooling": {"stage": "PRIMARY", "state": "ENROLLED", "school": "一小", "from_on": today},
        "health": {"kind": "INSURANCE", "detail": "政府资助", "from_on": today},
        "address": {"kind": "REGISTERED", "division_code": VILLAGE, "detail": "老街5号", "from_on": today},
        "kin": {"relation": "63", "name": "李大山", "from_on": today},
        "carer": {"kind": "GUARDIAN", "name": "王阿姨", "relation": "90", "from_on": today},
        "phone": {"person": str(father), "kind": "OWN", "number": "13900000000", "from_on": today},
        "circumstance": {"person": str(father), "kind": "LOST_CONTACT", "basis": "派出所回执", "from_on": today},
    }
    for act, fields in said.items():
        assert reader.get(f"/children/{zhang.pk}/edit/{act}").status_code == 200
        answer = reader.post(f"/children/{zhang.pk}/edit/{act}", fields)
        assert answer["Location"] == f"/children/{zhang.pk}/", act
    shown = unmasked(reader, zhang)
    wanted = (
        "祖父年老",
        "一小",
        "政府资助",
        "老街5号",
        "外祖父",
        "李大山",
        "其他监护人照护 王阿姨",
        "13900000000",
        "失联",
    )
    assert [words for words in wanted if words not in shown] == []


def test_what_is_refused_says_why_and_keeps_what_was_typed(reader: Client, zhang: Child) -> None:
    early = {"kind": "GUARDIAN", "name": "王阿姨", "from_on": "2020-01-01"}
    answer = reader.post(f"/children/{zhang.pk}/edit/carer", early)
    assert answer.status_code == 422
    assert "日期不能早于它" in answer.content.decode()
    assert "王阿姨" in answer.content.decode()
    assert reader.get(f"/children/{zhang.pk}/edit/nonsense").status_code == 404


def test_a_file_is_closed_taken_up_again_and_moved(
    reader: Client, employ: Employ, signed_in: SignedIn, zhang: Child
) -> None:
    today = timezone.localdate().isoformat()
    reader.post(f"/children/{zhang.pk}/edit/close", {"reason": "SETTLED", "on": today})
    zhang.refresh_from_db()
    assert zhang.state == FileState.CLOSED
    refused = reader.post(f"/children/{zhang.pk}/edit/risk", {"level": RiskLevel.LOW, "reasons": "好转"})
    assert "请先重新启用" in refused.content.decode()
    reader.post(f"/children/{zhang.pk}/edit/reopen", {"reason": "又有困难"})
    director = with_purpose(signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)))
    there = {"division_code": "120112101201", "on": today, "reason": "随父亲迁走"}
    moved = director.post(f"/children/{zhang.pk}/edit/move", there)
    assert moved["Location"] == "/children/"
    assert director.get(f"/children/{zhang.pk}/").status_code == 404
    assert "葛沽" in page_of(reader, zhang)


def test_a_child_is_entered_by_hand_after_a_look_at_those_alike(reader: Client, zhang: Child) -> None:
    said = {
        "name": "张晓明", "born_on": "2015-02-11", "sex": "1", "number_kind": "CITIZEN", "number": "",
        "without_number": "NOT_REGISTERED", "division_code": VILLAGE,
    }  # fmt: skip
    alike = reader.post("/children/new", said)
    assert alike.status_code == 422
    assert [row.key for row in alike.context["alike"]] == [zhang.pk]
    done = reader.post("/children/new", {**said, "different": "1"})
    opened = Child.objects.everywhere("test").get(name="张晓明")
    assert done["Location"] == f"/children/{opened.pk}/"
    assert (opened.name, opened.state) == ("张晓明", FileState.ON_FILE)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"number": "120112201502110012"}, "身份证号不对"),
        ({"number": "", "without_number": ""}, "请选择原因"),
        ({"born_on": "2014-01-01"}, "不一致"),
        ({"division_code": XIQING}, "没有代码为"),
    ],
)
def test_what_cannot_be_is_not_entered(reader: Client, changed: dict[str, str], told: str) -> None:
    said = {
        "name": "王芳", "number_kind": "CITIZEN", "number": "120112201502110023", "division_code": VILLAGE,
    } | changed  # fmt: skip
    answer = reader.post("/children/new", said)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Child.objects.everywhere("test").exists()


def test_a_director_enters_children_of_the_own_village_only(employ: Employ, signed_in: SignedIn) -> None:
    director = signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE))
    said = {"name": "王芳", "number_kind": "CITIZEN", "number": "120112201502110023", "division_code": "120112101201"}
    answer = director.post("/children/new", said)
    assert answer.status_code == 422
    assert "没有“维护儿童档案”权限" in answer.content.decode()
    assert director.post("/children/new", {**said, "division_code": VILLAGE}).status_code == 302
