"""ODK Collect and pyodk work as they are, against a live server."""

import base64
import hashlib
import http.client
import io
import os
import secrets
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml import etree
from PIL import Image
from pyodk._utils.config import CentralConfig, Config
from pyodk.client import Client as OdkClient
from pyodk.errors import PyODKError
from tests import children, officers
from tests.children import VILLAGE
from tests.forms import SHIPPED, right

from gonghu.domain.access.models import Account
from gonghu.domain.access.operations import disable_account
from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import Child
from gonghu.domain.questionnaires.models import Submission, SubmissionFile
from gonghu.domain.questionnaires.operations import end_form_key, keep_shipped_forms, make_form_key
from gonghu.domain.questionnaires.operations.keys import NewFormKey
from gonghu.domain.questionnaires.terms import LARGEST_FILE, FileState, SubmissionState
from gonghu.foundation.acting import SYSTEM

NONE: Mapping[str, str] = {}
LISTS = "{http://openrosa.org/xforms/xformsList}"


class Setting:
    """A director with a key, and one child of the village."""

    def __init__(self, role: Role = Role.VILLAGE_DIRECTOR, name: str = "director") -> None:
        at = timezone.now()
        keep_shipped_forms(by=SYSTEM, at=at)
        self.account: Account = officers.employ(name, role, VILLAGE, at=at)
        self.child: Child = children.child()
        until = timezone.localdate(at) + timedelta(days=30)
        self.key: NewFormKey = make_form_key(account=self.account, label="手机", until_on=until, by=SYSTEM, at=at)

    @property
    def basic(self) -> dict[str, str]:
        shown = base64.b64encode(f"{self.account.sign_in_name}:{self.key.token}".encode()).decode()
        return {"Authorization": f"Basic {shown}"}


@pytest.fixture(scope="module")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the test's database with gunicorn, as a deployment is served; give the address."""
    del django_db_setup
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    name = str(connection.settings_dict["NAME"])
    address = f"sqlite:///{name}" if connection.vendor == "sqlite" else database_named(name)
    log = tmp_path_factory.mktemp("site") / "log"
    told = {
        "GONGHU_HOME": settings.GONGHU_HOME, "GONGHU_KEYRING": settings.GONGHU_KEYRING, "GONGHU_DATABASE": address,
        "GONGHU_SECRET_KEY": secrets.token_urlsafe(50), "DJANGO_SETTINGS_MODULE": "gonghu.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "gonghu.config.wsgi", "--threads=4", f"--bind=127.0.0.1:{port}"]
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, env=os.environ | {k: str(v) for k, v in told.items()}, stdout=out, stderr=out
        )
    try:
        for _ in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def database_named(name: str) -> str:
    return urlsplit(os.environ["GONGHU_DATABASE"])._replace(path=f"/{name}").geturl()


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def picture() -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(saved, "JPEG")
    return saved.getvalue()


def multipart(parts: dict[str, tuple[str, str, bytes]]) -> tuple[bytes, str]:
    """Write a request as ODK Collect does."""
    edge, lines = uuid.uuid4().hex, []
    for name, (file_name, kind, content) in parts.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: {kind}\r\n\r\n'
        lines += [f"--{edge}\r\n{head}".encode(), content, b"\r\n"]
    return b"".join([*lines, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


@pytest.mark.django_db(transaction=True)
def test_pyodk_fetches_a_form_and_hands_it_in_with_a_photo(site: str, tmp_path: Path) -> None:
    set_up = Setting()
    config = Config(CentralConfig(site, set_up.account.sign_in_name, set_up.key.token, 1))
    with OdkClient(config=config, cache_path=tmp_path / "cache.toml") as odk:
        assert [each.id for each in odk.projects.list()] == [1]
        listed = {each.xmlFormId: each for each in odk.forms.list()}
        assert "regular_visit" in listed
        xform = odk.forms.get_xml("regular_visit")
        assert xform == SHIPPED["regular_visit"].form.xform
        assert md5(str(xform).encode()) == listed["regular_visit"].hash
        photo = tmp_path / "wall.jpg"
        photo.write_bytes(picture())
        key = uuid.uuid4()
        xml = right("regular_visit", key=key, child=set_up.child.pk, photo="wall.jpg").decode()
        made = odk.submissions.create(xml, "regular_visit", device_id="phone:1", attachments=[photo])
        assert (made.instanceId, made.reviewState, made.deviceId) == (f"uuid:{key}", "approved", "phone:1")
        assert [(each.name, each.exists) for each in made.attachments or []] == [("wall.jpg", True)]
        # The answer was lost: the same again is the same one.
        assert odk.submissions.create(xml, "regular_visit").instanceId == made.instanceId
        with pytest.raises(PyODKError, match=r"409\.1"):
            odk.submissions.create(xml.replace("足球", "书包"), "regular_visit")
        assert [each.instanceId for each in odk.submissions.list("regular_visit")] == [made.instanceId]
        assert odk.submissions.get(made.instanceId, "regular_visit").reviewState == "approved"
    kept = Submission.objects.everywhere("test").get(pk=key)
    assert (kept.state, kept.child, kept.account) == (SubmissionState.ACCEPTED, set_up.child, set_up.account)
    assert SubmissionFile.objects.get().state == FileState.KEPT


@pytest.mark.django_db(transaction=True)
def test_collect_goes_through_its_own_sequence(site: str) -> None:
    set_up = Setting()
    line = http.client.HTTPConnection(site.removeprefix("http://"), timeout=20)

    def ask(
        method: str, path: str, body: bytes = b"", kind: str = "", more: Mapping[str, str] = NONE
    ) -> tuple[int, Any, bytes]:
        headers = {"X-OpenRosa-Version": "1.0", **({"Content-Type": kind} if kind else {}), **more}
        line.request(method, path, body, headers)
        answer = line.getresponse()
        assert answer.getheader("Set-Cookie") is None
        return answer.status, answer.headers, answer.read()

    status, headers, _ = ask("GET", "/openrosa/formList")
    assert (status, headers["WWW-Authenticate"].split()[0]) == (401, "Basic")
    base = f"/v1/key/{set_up.key.token}/projects/1"
    status, headers, body = ask("GET", f"{base}/formList?deviceID=phone")
    assert (status, headers["X-OpenRosa-Version"], "Date" in headers) == (200, "1.0", True)
    entries = {each.findtext(f"{LISTS}formID"): each for each in etree.fromstring(body)}
    entry = entries["home_safety"]
    address = str(entry.findtext(f"{LISTS}downloadUrl")).removeprefix(site)
    assert address.startswith(base)
    _, _, xform = ask("GET", address)
    assert entry.findtext(f"{LISTS}hash") == f"md5:{md5(xform)}"
    assert ask("GET", address.replace(".xml", "/manifest"))[0] == 200
    status, headers, _ = ask("HEAD", f"{base}/submission")
    assert (status, headers["Location"]) == (204, f"{site}{base}/submission")
    assert int(headers["X-OpenRosa-Accept-Content-Length"]) > 2**20
    key, photo = uuid.uuid4(), picture()
    xml = right("home_safety", key=key, child=set_up.child.pk, photo="a.jpg", voice="b.amr")
    told = ("*isIncomplete*", ("", "text/plain", b"yes"))
    form = ("xml_submission_file", ("submission.xml", "text/xml", xml))
    for files in ([told, ("a.jpg", ("a.jpg", "image/jpeg", photo))], [("b.amr", ("b.amr", "audio/amr", b"#!AMR\n"))]):
        status, headers, body = ask("POST", f"{base}/submission", *multipart(dict([form, *files])))
        assert (status, b"submit_success" in body) == (201, True)
    # The same again, by name and key this time.
    assert ask("POST", "/openrosa/submission", *multipart(dict([form])), set_up.basic)[0] == 201
    changed = ("xml_submission_file", ("submission.xml", "text/xml", xml.replace("换插线板".encode(), b"x")))
    assert ask("POST", "/openrosa/submission", *multipart(dict([changed])), set_up.basic)[0] == 409
    line.close()
    (kept,) = Submission.objects.everywhere("test")
    assert (kept.pk, kept.state, kept.xml) == (key, SubmissionState.ACCEPTED, xml)
    assert set(SubmissionFile.objects.values_list("name", "state")) == {("a.jpg", "KEPT"), ("b.amr", "KEPT")}


def post(set_up: Setting, xml: bytes, **files: bytes) -> Any:
    parts = {"xml_submission_file": ("s.xml", "text/xml", xml)}
    body, kind = multipart(parts | {name: (name, "image/jpeg", content) for name, content in files.items()})
    return Client().post("/openrosa/submission", body, content_type=kind, headers=set_up.basic)


@pytest.mark.django_db
def test_what_cannot_be_read_is_kept_and_waits_for_somebody() -> None:
    set_up = Setting()
    for _ in range(2):
        answer = post(set_up, b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><data>&b;</data>")
        assert answer.status_code == 201
    (kept,) = Submission.objects.everywhere("test")
    assert kept.state == SubmissionState.NEEDS_CARE
    assert b"root:" not in kept.xml


@pytest.mark.django_db
def test_what_two_send_and_nobody_can_read_is_two_forms() -> None:
    for set_up in (Setting(), Setting(name="other")):
        assert post(set_up, b"<data").status_code == 201
    assert Submission.objects.everywhere("test").count() == 2


@pytest.mark.django_db
def test_a_form_is_kept_whatever_is_wrong_with_the_files_that_come_with_it() -> None:
    set_up = Setting()
    large = b"x" * (LARGEST_FILE + 1)
    for number, (name, content, status, told) in enumerate(
        [("b.jpg", picture(), 201, "没有提到"), ("a.jpg", b"", 201, "没有内容"), ("a.jpg", large, 413, "超过 25 MB")], 1
    ):
        answer = post(set_up, right("regular_visit", child=set_up.child.pk, photo="a.jpg"), **{name: content})
        assert (answer.status_code, told in answer.content.decode()) == (status, True)
        assert Submission.objects.everywhere("test").filter(state=SubmissionState.ACCEPTED).count() == number
    assert not SubmissionFile.objects.exists()


@pytest.mark.django_db
def test_a_key_opens_nothing_but_forms_and_only_while_it_holds() -> None:
    set_up = Setting()
    client, key = Client(), set_up.key
    by_key = f"/v1/key/{key.token}/projects/1/formList"
    token = client.post(
        "/v1/sessions", {"email": set_up.account.sign_in_name, "password": key.token}, content_type="application/json"
    ).json()["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/v1/projects", headers=bearer).status_code == 200
    # Neither the desk nor the field app knows it.
    assert client.get("/children/", headers=set_up.basic).status_code == 302
    assert client.get("/field/api/me", headers=bearer).status_code == 401
    assert not client.cookies
    wrong = {"email": "somebody", "password": key.token}
    assert client.post("/v1/sessions", wrong, content_type="application/json").status_code == 401
    password = {"email": set_up.account.sign_in_name, "password": officers.TYPED}
    assert client.post("/v1/sessions", password, content_type="application/json").status_code == 401
    assert [client.get(by_key).status_code, client.get("/v1/key/x/projects/1/formList").status_code] == [200, 401]
    end_form_key(key=key.key.pk, by=SYSTEM, at=timezone.now())
    assert [client.get(by_key).status_code, client.get("/v1/projects", headers=bearer).status_code] == [401, 401]


@pytest.mark.django_db
def test_a_disabled_account_hands_nothing_in_and_what_it_sent_stays() -> None:
    set_up = Setting()
    assert post(set_up, right("regular_visit", child=set_up.child.pk)).status_code == 201
    disable_account(account=set_up.account, by=SYSTEM, at=timezone.now())
    assert post(set_up, right("regular_visit", child=set_up.child.pk)).status_code == 401
    assert Submission.objects.everywhere("test").count() == 1


@pytest.mark.django_db
def test_a_key_shows_what_its_owner_sent_and_nothing_of_others() -> None:
    one, other = Setting(), Setting(name="other")
    key = uuid.uuid4()
    assert post(one, right("regular_visit", key=key, child=one.child.pk, photo="a.jpg")).status_code == 201
    place = f"/v1/projects/1/forms/regular_visit/submissions/uuid:{key}"

    def asked(who: Setting) -> list[int]:
        client, photo = Client(headers=who.basic), f"{place}/attachments/a.jpg"
        answers = [client.get(place), client.get(f"{place}/attachments")]
        return [each.status_code for each in (*answers, client.post(photo, picture(), content_type="image/jpeg"))]

    assert (asked(other), asked(one)) == ([404] * 3, [200] * 3)
    listed = Client().get("/v1/projects/1/forms/regular_visit/submissions", headers=other.basic)
    assert listed.json() == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["b.jpg", "../a.jpg", "/etc/passwd", "a.jpg\0", ".a.jpg"])
def test_a_file_that_the_form_does_not_name_is_not_taken(name: str) -> None:
    set_up = Setting()
    key = uuid.uuid4()
    post(set_up, right("regular_visit", key=key, child=set_up.child.pk, photo="a.jpg"))
    kept: UUID = Submission.objects.everywhere("test").get().pk
    answer = Client().post(
        f"/v1/projects/1/forms/regular_visit/submissions/uuid:{kept}/attachments/{name.replace('/', '%2F')}",
        picture(), content_type="image/jpeg", headers=set_up.basic,
    )  # fmt: skip
    assert answer.status_code == 404
    assert not SubmissionFile.objects.exists()


@pytest.mark.django_db
def test_a_volunteers_program_gets_the_reduced_check_and_a_technicians_none() -> None:
    volunteer, technician = Setting(Role.VOLUNTEER), Setting(Role.TECHNICIAN, "technician")

    def names(who: Setting) -> set[str]:
        return {each["xmlFormId"] for each in Client().get("/v1/projects/1/forms", headers=who.basic).json()}

    assert names(volunteer) == {"volunteer_safety", "harm_report", "complaint"}
    assert names(technician) == set()
