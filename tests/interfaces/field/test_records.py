"""Records arrive once, whatever is wrong with them and however often they are sent."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from PIL import Image
from tests.children import VILLAGE, child
from tests.interfaces.field.conftest import Employ, Line
from tests.interfaces.field.phone import Phone, Record

from gonghu.domain.access.models import Device
from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.operations import seal_device
from gonghu.domain.access.terms import Role
from gonghu.domain.people.card import card_of
from gonghu.domain.people.models import Address, CardConflict
from gonghu.domain.people.terms import AddressKind
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.domain.questionnaires.terms import LARGEST_FILE, MOST_FILES
from gonghu.domain.visits.models import Visit
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.home_visit import send_back

pytestmark = pytest.mark.django_db
EVERYTHING = reached_by(SYSTEM)
FORMS = Path(__file__).parent / "forms"


@pytest.fixture
def phone(employ: Employ) -> Phone:
    """A director's telephone that knows the village."""
    keep_shipped_forms(by=SYSTEM, at=timezone.now(), folder=FORMS)
    made = Phone(Line(employ("director")))
    made.register()
    return made


def send(phone: Phone, *records: Record) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = phone.line.told("records", {"device": phone.key, "records": list(records)})["answers"]
    return told


def test_a_record_becomes_a_visit_and_changes_the_card_once(phone: Phone) -> None:
    of = child()
    phone.pull()
    record = phone.fill(of.pk, {"phone": "13812345678", "school": "第一小学"}, timezone.now())
    (first,) = send(phone, record)
    assert (first["standing"], first["state"], first["missing"], first["conflicts"]) == ("STORED", "ACCEPTED", [], [])
    before = AuditEntry.objects.count()
    (again,) = send(phone, record)
    assert (again["standing"], again["state"]) == ("HAD", "ACCEPTED")
    assert AuditEntry.objects.count() == before
    assert Submission.objects.everywhere("test").count() == Visit.objects.everywhere("test").count() == 1
    phone.pull()
    assert phone.card(of.pk)["phone"].value == "13812345678"


def test_another_body_under_the_same_key_is_told_to_be_different_and_the_first_stays(phone: Phone) -> None:
    of = child()
    phone.pull()
    record = phone.fill(of.pk, {"phone": "13812345678"}, timezone.now())
    send(phone, record)
    (answer,) = send(phone, {**record, "xml": record["xml"].replace("13812345678", "13987654321")})
    assert answer["standing"] == "DIFFERENT"
    assert "13812345678" in Submission.objects.everywhere("test").get().body


def test_one_bad_record_spoils_no_other(phone: Phone) -> None:
    of = child()
    phone.pull()
    now = timezone.now()
    good, unknown, broken = (phone.fill(of.pk, {"phone": f"1381234567{n}"}, now) for n in range(3))
    unknown["version"] = "9"
    broken["xml"] = "<data"
    unread = {**good, "uuid": str(uuid4()), "sequence": "x"}
    answers = {each["uuid"]: each for each in send(phone, unread, broken, unknown, good, {})}
    assert answers[good["uuid"]]["state"] == "ACCEPTED"
    assert answers[unknown["uuid"]]["state"] == answers[broken["uuid"]]["state"] == "NEEDS_CARE"
    assert all(answers[key]["reasons"] for key in (unknown["uuid"], broken["uuid"], unread["uuid"]))
    assert answers[unread["uuid"]]["standing"] == answers[""]["standing"] == "REFUSED"
    assert Submission.objects.everywhere("test").count() == 3


def test_records_are_taken_in_the_order_in_which_they_were_made(phone: Phone) -> None:
    of = child()
    phone.pull()
    first = phone.fill(of.pk, {"school": "第一小学"}, timezone.now())
    second = phone.fill(of.pk, {"school": "第二小学"}, timezone.now())
    answers = send(phone, second, first)
    assert [each["uuid"] for each in answers] == [first["uuid"], second["uuid"]]
    # The second was filled on the telephone that knew of the first.
    assert [each["conflicts"] for each in answers] == [[], []]
    assert card_of(children=[of.pk], scope=EVERYTHING, on=timezone.localdate())[of.pk].value("school") == "第二小学"


def test_of_two_values_one_is_chosen_on_the_telephone_as_at_the_desk(phone: Phone, employ: Employ) -> None:
    of = child()
    other = Phone(Line(employ("supervisor", Role.TOWN_SUPERVISOR, VILLAGE[:9] + "000")))
    other.register()
    assert send(other, other.fill(of.pk, {"school": "第一小学"}, timezone.now()))[0]["conflicts"] == []
    (met,) = send(phone, phone.fill(of.pk, {"school": "第二小学"}, timezone.now()))[0]["conflicts"]
    assert met == {"field": "school", "label": "学校"}
    phone.pull()
    ((name, body),) = ((name, body) for name, (_, body) in phone.held.items() if name.startswith("conflict:"))
    assert (body["stood"], body["brought"], body["own"], body["may_choose"]) == ("第一小学", "第二小学", True, True)
    assert (body["stood_by"], body["brought_by"]) == ("王晓梅", "王晓梅")
    address = f"conflicts/{name.partition(':')[2]}"
    stranger = Line(employ("stranger", division="120112100202"))
    choice = {"choice": "BROUGHT", "seen": body["version"]}
    assert stranger.ask(address, choice).status_code == 404
    assert phone.line.ask(address, {**choice, "choice": "OTHER"}).status_code == 422
    assert phone.line.ask(address, {**choice, "seen": "another"}).json()["code"] == "CHANGED"
    assert phone.line.told(address, choice) == {"choice": "BROUGHT"}
    assert phone.line.ask(address, choice).json()["code"] == "SETTLED"
    assert card_of(children=[of.pk], scope=EVERYTHING, on=timezone.localdate())[of.pk].value("school") == "第二小学"
    assert AuditEntry.objects.filter(verb="people.resolve_conflict").count() == 1
    assert phone.pull() == phone.area_digest()
    assert not [name for name in phone.held if name.startswith("conflict:")]


def test_a_photo_comes_in_parts_from_where_the_last_one_ended(phone: Phone) -> None:
    content = b"not a picture, but whole" * 100
    record = phone.fill(child().pk, {}, timezone.now())
    record["files"] = [{"name": "a.m4a", "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}]
    (answer,) = send(phone, record)
    assert answer["missing"] == [{"name": "a.m4a", "from": 0}]
    assert part(phone, record, 0, content[:1000]) == 1000
    assert send(phone, record)[0]["missing"] == [{"name": "a.m4a", "from": 1000}]
    # Lost answers and gaps: the server says where to go on.
    assert part(phone, record, 0, content[:1000]) == 1000
    assert part(phone, record, 1500, content[1500:]) == 1000
    assert part(phone, record, 500, content[500:]) == len(content)
    (whole,) = send(phone, record)
    assert whole["missing"] == []
    assert [each["name"] for each in whole["refused_files"]] == ["a.m4a"]


def test_files_that_are_not_kept_are_named_with_the_reason(phone: Phone) -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    record = phone.fill(child().pk, {}, timezone.now())
    sizes = [0, LARGEST_FILE + 1, *[1] * MOST_FILES]
    record["files"] = [{"name": f"{n:02}.jpg", "sha256": digest, "size": size} for n, size in enumerate(sizes)]
    (answer,) = send(phone, record)
    assert (answer["standing"], answer["state"], len(answer["missing"])) == ("STORED", "ACCEPTED", MOST_FILES - 2)
    refused = {each["name"]: each["reason"] for each in answer["refused_files"]}
    assert (refused.pop("00.jpg"), refused.pop("01.jpg")) == ("附件没有内容", "附件超过 25 MB")
    assert refused == dict.fromkeys(("20.jpg", "21.jpg"), "附件太多，最多 20 个")
    assert send(phone, record)[0]["refused_files"] == answer["refused_files"]


def test_a_protected_address_is_in_no_answer(phone: Phone) -> None:
    of, now = child(), timezone.now()
    home = {"detail": "保密小区三号楼", "division_code": VILLAGE, "from_on": of.opened_on}
    Address(person=of.person, kind=AddressKind.LIVING, is_protected=True, **home).save()
    record = phone.fill(of.pk, {"living_address": "村东头"}, now)
    for _ in range(2):
        answer = phone.line.ask("records", {"device": phone.key, "records": [record]})
        assert answer.json()["answers"][0]["state"] == "ACCEPTED"
        assert not any(words in answer.content.decode() for words in ("保密小区", "村东头"))
    (key,) = CardConflict.objects.everywhere("test").values_list("pk", flat=True)
    phone.pull()
    assert f"conflict:{key}" not in phone.held
    assert phone.line.ask(f"conflicts/{key}", {"choice": "BROUGHT", "seen": ""}).status_code == 404


def test_a_photo_comes_back_with_what_has_to_be_mended_and_only_then(phone: Phone, employ: Employ) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(picture, "JPEG")
    content = picture.getvalue()
    record = phone.fill(child().pk, {}, timezone.now())
    record["files"] = [{"name": "a.jpg", "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}]
    send(phone, record)
    address = f"records/{record['uuid']}/files/a.jpg"
    phone.line.browser.put(f"/field/api/{address}?from=0", content)
    assert phone.line.ask(address).status_code == 404
    kept = Submission.objects.everywhere("test").get()
    send_back(submission=kept, comment="照片看不清", by=SYSTEM, at=timezone.now())
    phone.pull()
    _, body = phone.held[f"returned:{record['uuid']}"]
    assert (body["comment"], body["files"]) == ("照片看不清", [{"name": "a.jpg", "type": "image/jpeg"}])
    assert Image.open(io.BytesIO(phone.line.ask(address).content)).size == (20, 10)
    assert Line(employ("other")).ask(address).status_code == 404
    again = phone.fill(UUID(body["child"]), {}, timezone.now())
    send(phone, {**again, "replaces": record["uuid"]})
    assert phone.line.ask(address).status_code == 404


def test_a_part_of_what_nobody_sent_is_not_found(phone: Phone) -> None:
    answer = phone.line.browser.put(f"/field/api/records/{uuid4()}/files/a.jpg?from=0", b"x")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (404, "NOT_FOUND")
    large = phone.line.browser.put(f"/field/api/records/{uuid4()}/files/a.jpg?from=0", b"x" * ((1 << 20) + 1))
    assert large.status_code == 413


def test_a_sealed_telephone_hands_nothing_in(phone: Phone) -> None:
    record = phone.fill(child().pk, {}, timezone.now())
    device = Device.objects.everywhere("test").select_related("account").get()
    seal_device(device=device, by=SYSTEM, at=timezone.now())
    for _ in range(2):
        sealed = {"X-Field-Device": phone.key}
        answer = phone.line.ask("records", {"device": phone.key, "records": [record]}, **sealed)
        assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "SEALED")
    assert Submission.objects.everywhere("test").count() == 0


def part(phone: Phone, record: Record, start: int, content: bytes) -> int:
    answer = phone.line.browser.put(f"/field/api/records/{record['uuid']}/files/a.m4a?from={start}", content)
    assert answer.status_code == 200, answer.content.decode()
    return int(json.loads(answer.content)["have"])
