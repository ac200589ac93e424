"""What telephones send is kept, whatever is wrong with it, and comes once."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from PIL import Image
from tests import children, officers
from tests.children import VILLAGE
from tests.forms import SHIPPED, right

from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import Child
from gonghu.domain.questionnaires.models import FormVersion, Submission, SubmissionFile
from gonghu.domain.questionnaires.operations import (
    keep_shipped_forms,
    receive_part,
    receive_submission,
    receive_submissions,
    send_back_submission,
    withdraw_form,
)
from gonghu.domain.questionnaires.operations.parts import NoSuchFile, PartOutOfPlace
from gonghu.domain.questionnaires.queries import (
    answers_of,
    file_content,
    files_of,
    forms_for,
    submissions_in,
    submissions_of,
    unkept_files,
)
from gonghu.domain.questionnaires.terms import Arrived, FileState, FileTold, Standing, SubmissionState
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ELSEWHERE = "120112100202"


def account_of(by: Officer) -> UUID:
    assert by.account is not None
    return by.account


def somebody(role: Role = Role.VILLAGE_DIRECTOR, division: str = VILLAGE, name: str = "director") -> Officer:
    return officer(account=officers.employ(name, role, division, at=AT), at=AT)


@pytest.fixture(autouse=True)
def _forms(db: None) -> None:
    del db
    keep_shipped_forms(by=SYSTEM, at=AT - timedelta(days=1))


@pytest.fixture
def child() -> Child:
    return children.child()


def arrived(form: str = "regular_visit", *, xml: bytes | None = None, version: str = "", **said: Any) -> Arrived:
    key = uuid4()
    files, replaces = said.pop("files", ()), said.pop("replaces", None)
    known = SHIPPED[form].form.version if form in SHIPPED else "1"
    body = right(form, key=key, **said) if xml is None else xml
    return Arrived(key, form, version or known, body, made_at=AT, files=files, replaces=replaces)


def send(what: Arrived, by: Officer) -> Submission:
    return receive_submission(arrived=what, by=by, at=AT).submission


def test_a_form_filled_in_rightly_is_received_for_the_child_and_its_village(child: Child) -> None:
    by = somebody()
    kept = send(arrived(child=child.pk), by)
    assert (kept.state, kept.reasons, kept.child, kept.division_code) == (SubmissionState.RECEIVED, [], child, VILLAGE)
    assert (kept.account_id, kept.post_id) == (by.account, by.post)
    again = Submission.objects.everywhere("test").get(pk=kept.pk)
    said = answers_of(submission=again, scope=by.scope, today=AT.date())
    assert said is not None
    assert said.words("card_holder") == "祖父母"
    assert AuditEntry.objects.filter(subject_key=str(kept.pk)).count() == 1


def test_forms_that_come_together_are_one_entry_that_names_each(child: Child) -> None:
    together = [arrived(child=child.pk), arrived(child=child.pk, life=""), arrived("complaint")]
    receive_submissions(arrived=together, by=somebody(), at=AT)
    (entry,) = AuditEntry.objects.filter(verb="questionnaires.receive", chain=VILLAGE[:6])
    assert entry.subject_key == ""
    assert entry.detail == {
        "records": 3, "submissions": [str(each.uuid) for each in together], "needs_care": 1, "files": 0
    }  # fmt: skip
    receive_submissions(arrived=together, by=somebody(name="again"), at=AT)
    assert AuditEntry.objects.filter(verb="questionnaires.receive").count() == 1


def test_the_same_bytes_come_once_and_others_under_the_same_key_are_different(child: Child) -> None:
    by, other = somebody(), somebody(name="other")
    first = arrived(child=child.pk)
    changed = Arrived(first.uuid, first.form, first.version, right("regular_visit", key=first.uuid, life="HARD"))
    told = [receive_submission(arrived=each, by=who, at=AT).standing for each, who in
            ((first, by), (first, by), (changed, by), (first, other))]  # fmt: skip
    assert told == [Standing.NEW, Standing.HAD, Standing.DIFFERENT, Standing.DIFFERENT]
    (kept,) = Submission.objects.everywhere("test")
    assert kept.xml == first.xml


def test_what_lies_in_the_database_shows_nothing_of_the_answers(child: Child) -> None:
    kept = send(arrived(child=child.pk), somebody())
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM questionnaires_submission")
        ((sealed,),) = cursor.fetchall()
    assert len(sealed) > len(kept.xml) > 500
    assert "足球".encode() not in bytes(sealed)


OF_ANOTHER_VERSION = "系统里没有这份问卷（regular_visit 1），请管理问卷的人看一看"
NOT_YOURS = "没有这名儿童，或不在您负责的地方"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"form": "nobodys", "xml": b"<data/>"}, "系统里没有这份问卷（nobodys 1），请管理问卷的人看一看"),
        ({"version": "1"}, OF_ANOTHER_VERSION),
        ({"xml": b"<data"}, "填报读不出：不是完整的 XML"),
        ({"xml": b"\xff\xfe\0"}, "填报读不出：不是 UTF-8 编码"),
        ({"xml": b""}, "填报读不出：没有内容"),
        ({"life": ""}, "“吃穿住用怎么样”：没有填"),
        ({"child": uuid4()}, NOT_YOURS),
        ({"child": "elsewhere"}, NOT_YOURS),
        ({"child": ""}, "没有说明是哪名儿童"),
        ({"xml": "of another key"}, "填报的编号与内容里的不一致"),
    ],
)
def test_whatever_is_wrong_with_it_is_kept_with_the_reason(child: Child, said: dict[str, Any], reason: str) -> None:
    said = {"child": child.pk, **said}
    if said["child"] == "elsewhere":
        said["child"] = children.child(village=ELSEWHERE).pk
    if said.get("xml") == "of another key":
        said["xml"] = right("regular_visit", child=child.pk)
    sent = arrived(**said)
    kept = send(sent, somebody())
    assert (kept.state, kept.reasons) == (SubmissionState.NEEDS_CARE, [reason])
    assert Submission.objects.everywhere("test").get(pk=sent.uuid).xml == sent.xml


def test_a_withdrawn_version_waits_for_somebody_with_the_reason(child: Child) -> None:
    version = FormVersion.objects.get(questionnaire="regular_visit")
    withdraw_form(version=version.pk, because="第 3 题写错了", by=SYSTEM, at=AT)
    assert send(arrived(child=child.pk), somebody()).reasons == ["这一版问卷已撤回：第 3 题写错了"]


def test_a_volunteer_gets_the_reduced_check_alone_and_reaches_no_child(child: Child) -> None:
    volunteer = somebody(Role.VOLUNTEER)
    names = {each.questionnaire_id for each in forms_for(posts=volunteer.posts, scope=volunteer.scope)}
    assert names == {"volunteer_safety", "harm_report", "complaint"}
    assert send(arrived("volunteer_safety"), volunteer).state == SubmissionState.RECEIVED
    other = send(arrived(child=child.pk), volunteer)
    assert other.reasons == ["您的岗位不填“定期走访”", "没有这名儿童，或不在您负责的地方"]
    assert not submissions_in(scope=volunteer.scope).exists()
    assert submissions_of(account=account_of(volunteer), scope=volunteer.scope).count() == 2


def test_a_technician_sees_no_answers_and_gets_no_forms(child: Child) -> None:
    kept = send(arrived(child=child.pk), somebody())
    technician = somebody(Role.TECHNICIAN, "120112000000", "technician")
    assert forms_for(posts=technician.posts, scope=technician.scope) == []
    assert not submissions_in(scope=technician.scope).exists()
    assert answers_of(submission=kept, scope=technician.scope, today=AT.date()) is None


def test_a_report_of_harm_is_seen_by_the_district_and_by_nobody_below(child: Child) -> None:
    kept = send(arrived("harm_report", child=child.pk), somebody())
    above = somebody(Role.DISTRICT_OFFICER, "120112000000", "district")
    town = somebody(Role.TOWN_SUPERVISOR, "120112100000", "town")
    neighbour = somebody(name="neighbour")
    seen = [submissions_in(scope=who.scope).filter(pk=kept.pk).exists() for who in (above, town, neighbour)]
    assert (seen, kept.child) == ([True, False, False], None)


def test_what_is_sent_back_is_replaced_by_what_corrects_it(child: Child) -> None:
    by, above = somebody(), somebody(Role.TOWN_SUPERVISOR, "120112100000", "town")
    first = send(arrived(child=child.pk), by)
    back = send_back_submission(submission=first.pk, comment="补贴写清楚", by=above, at=AT)
    assert (back.state, back.reasons) == (SubmissionState.SENT_BACK, ["补贴写清楚"])
    second = send(arrived(child=child.pk, replaces=first.pk), by)
    first.refresh_from_db()
    assert (first.state, second.replaces_id) == (SubmissionState.REPLACED, first.pk)


def photo(width: int = 2400, height: int = 1800) -> bytes:
    """A picture that lies on its side and tells where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 0.0, 0.0), 3: "E", 4: (117.0, 0.0, 0.0)})
    saved = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(saved, "JPEG", exif=exif, quality=70)
    return saved.getvalue()


def with_file(child: Child, content: bytes, name: str, by: Officer) -> Submission:
    told = FileTold(name, hashlib.sha256(content).hexdigest(), len(content))
    return send(arrived(child=child.pk, photo=name, files=(told,)), by)


def test_a_photo_comes_in_parts_and_is_kept_upright_small_and_without_its_place(child: Child) -> None:
    by, content = somebody(), photo()
    kept = with_file(child, content, "a.jpg", by)
    half = len(content) // 2

    def give(offset: int, content: bytes) -> SubmissionFile:
        return receive_part(submission=kept.pk, name="a.jpg", offset=offset, content=content, by=by, at=AT)

    assert give(0, content[:half]).have == half
    with pytest.raises(PartOutOfPlace) as gap:
        give(half + 1, content[half + 1 :])
    assert gap.value.have == half
    # The answer was lost, so the telephone sends more than is missing.
    file = give(half - 7, content[half - 7 :])
    assert (file.state, file.kept_type, unkept_files(submission=kept.pk, account=account_of(by), scope=by.scope)) == (
        FileState.KEPT, "image/jpeg", []
    )  # fmt: skip
    found = file_content(file=file.pk, scope=by.scope)
    assert found is not None
    plain = b"".join(found[1])
    with Image.open(io.BytesIO(plain)) as opened:
        assert opened.size == (1200, 1600)
        assert dict(opened.getexif()) == {}
    on_disk = b"".join(
        path.read_bytes() for path in (settings.GONGHU_HOME / "submissions").rglob("*") if path.is_file()
    )
    assert content[100:300] not in on_disk
    assert plain[100:300] not in on_disk


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.jpg", b"<html><script>alert(1)</script></html>"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40),
        ("a.m4a", b"#!/bin/sh\nrm -rf /"),
    ],
)
def test_what_is_no_photo_or_recording_is_refused_with_words_and_shown_to_nobody(
    child: Child, name: str, content: bytes
) -> None:
    by = somebody()
    kept = with_file(child, content, name, by)
    file = receive_part(submission=kept.pk, name=name, offset=0, content=content, by=by, at=AT)
    assert file.state == FileState.REFUSED
    assert file.reason
    assert file_content(file=file.pk, scope=by.scope) is None


def test_a_file_that_is_another_than_was_said_begins_anew(child: Child) -> None:
    by, content = somebody(), photo(40, 30)
    kept = with_file(child, content, "a.jpg", by)
    wrong = bytes(len(content))
    file = receive_part(submission=kept.pk, name="a.jpg", offset=0, content=wrong, by=by, at=AT)
    assert (file.state, file.have) == (FileState.ARRIVING, 0)
    file = receive_part(submission=kept.pk, name="a.jpg", offset=0, content=content, by=by, at=AT)
    assert file.state == FileState.KEPT


def test_nobody_adds_files_to_what_another_sent(child: Child) -> None:
    by = somebody()
    kept = with_file(child, b"x", "a.jpg", by)
    with pytest.raises(NoSuchFile):
        receive_part(submission=kept.pk, name="a.jpg", offset=0, content=b"x", by=somebody(name="other"), at=AT)
    with pytest.raises(NoSuchFile):
        receive_part(submission=kept.pk, name="../b.jpg", offset=0, content=b"x", by=by, at=AT)


def test_the_place_in_a_recording_is_blanked_where_it_stands(child: Child) -> None:
    by = somebody()
    place = b"+39.0000+117.0000/"
    box = (len(place) + 12).to_bytes(4, "big") + b"\xa9xyz" + b"\0\x12\x15\xc7" + place
    content = b"\0\0\0\x18ftypM4A \0\0\0\0" + b"\0" * 8 + box + b"sound"
    kept = with_file(child, content, "a.m4a", by)
    file = receive_part(submission=kept.pk, name="a.m4a", offset=0, content=content, by=by, at=AT)
    found = file_content(file=file.pk, scope=by.scope)
    assert found is not None
    plain = b"".join(found[1])
    assert (len(plain), place in plain, plain[-5:], file.kept_type) == (len(content), False, b"sound", "audio/mp4")


def test_files_are_seen_by_whom_the_child_is_seen(child: Child) -> None:
    by = somebody()
    kept = with_file(child, b"x", "a.jpg", by)
    away = somebody(division=ELSEWHERE, name="away")
    assert [files_of(submission=kept.pk, scope=who.scope).count() for who in (by, away)] == [1, 0]
    assert SubmissionFile.objects.count() == 1
