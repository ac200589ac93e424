"""What a village has on the telephone that takes long to come about: one of each kind."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from gonghu.domain.organisations.duty import put_on_duty
from gonghu.domain.organisations.models import Organisation
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.domain.people.card import write_card
from gonghu.domain.questionnaires.operations import publish_form, upload_form
from gonghu.foundation.acting import SYSTEM
from tests.browser.field.conftest import Village

FORM = """
| survey |                      |          |                |                              |
|        | type                 | name     | label          | hint                         | appearance |
|        | note                 | before   | 请慢慢填       |                              |
|        | text                 | words    | 看到什么       | 一句话就好                   |
|        | integer              | number   | 家里几口人     |                              |
|        | select_one many      | relative | 谁照看         |                              |
|        | select_multiple few  | some     | 缺什么         | 可多选                       |
|        | image                | photo    | 照片（可不拍） | 用途：让负责的单位看到困难   |
|        | image                | signed   | 签名（可不签） | 说明来过                     | signature  |
|        | audio                | voice    | 录音（可不录） |                              |
|        | geopoint             | place    | 房子的位置     | 只用于下次上门找路           |
|        | begin_repeat         | things   | 别的事         |                              |
|        | text                 | thing    | 是什么事       |                              |
|        | end_repeat           |          |                |                              |
| choices |          |      |        |
|         | list_name | name | label |
|         | few | FOOD | 粮油 |
|         | few | CLOTHES | 衣被 |
"""
SETTINGS = """| settings |            |           |         |
|          | form_title | form_id   | version |
|          | 各种题     | complaint | kinds   |
"""


class Area:
    """Lets the server's answer hold more than this village has: one of each kind that takes long to come about."""

    def __init__(self, village: Village) -> None:
        self.keys = {kind: str(uuid4()) for kind in ("held", "returned", "reply", "sweep")}
        self.true: dict[str, str] = {}
        now = timezone.now().isoformat()
        about = {"child": str(village.child.pk), "name": "张小明"}
        record = {**about, "form": "regular_visit", "title": "定期走访", "made_at": now}
        returned = {"version": "1", "comment": "请补写", "xml": "", "files": []}
        answer = {"answer": "已经换了大字", "answered_by": "镇督导员", "answered_at": now}
        problem = {**about, "due_on": "2026-12-01", "state_label": "整改中", "task": str(uuid4())}
        self.waiting: dict[str, dict[str, Any]] = {
            f"held:{self.keys['held']}": {**record, "reasons": ["日期比档案早"]},
            f"returned:{self.keys['returned']}": {**record, **returned},
            f"reply:{self.keys['reply']}": {"said": "字太小", "said_at": now, **answer},
        }
        for title in ("电线破皮", "灶台没有护栏"):
            self.waiting[f"problem:{uuid4()}"] = {**problem, "title": title}
        self.waiting |= doors_of_a_round(self.keys["sweep"])
        self.more: dict[str, dict[str, Any]] = {}
        village.front.changed["/field/api/area"] = self.changed

    def changed(self, answer: bytes) -> bytes:
        said = json.loads(answer)
        self.true |= {f"{each['kind']}:{each['key']}": each["digest"] for each in said["items"]}
        for each in said["items"]:
            if each["kind"] == "child":
                each["body"]["both_away"] = True
        said["gone"] = [each for each in said["gone"] if each not in self.more]
        for name in said["gone"]:
            self.true.pop(name, None)
        for name, body in self.more.items():
            kind, key = name.split(":")
            said["items"].append({"kind": kind, "key": key, "digest": "more", "body": body})
        lines = sorted(f"{name} {digest}" for name, digest in (self.true | dict.fromkeys(self.more, "more")).items())
        said["area_digest"] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return json.dumps(said).encode()


def doors_of_a_round(sweep: str) -> dict[str, dict[str, Any]]:
    """Give a round with the list of one village, as the server's answer holds it."""
    told = {"from_on": "2026-01-01", "to_on": "2036-12-31", "too_many": False}
    rest = {"head": "王**", "outcome": "", "seen_on": "", "version": "", "added": False}
    labels = ("村口第一家", "幸福里3号院东屋，靠近水塔的那一户", "祠堂后", "供销社楼上", "九号", "磨坊边")
    doors = [{**rest, "key": str(uuid4()), "number": at, "label": label} for at, label in enumerate(labels, start=1)]
    doors[4] |= {"outcome": "FOUND", "seen_on": "2026-11-20", "version": "FOUND 2026-11-20", "added": True}
    return {
        f"sweep:{sweep}": {"name": "冬季入户摸排", **told},
        f"doors:{sweep}.120112100201.0": {"sweep": sweep, "village": "幸福村", "doors": doors},
    }


def every_kind_of_question(village: Village) -> None:
    """Let the village have a form of its own with one question of each kind."""
    choices = "".join(f"|  | many | {number} | 第 {number} 种 |\n" for number in range(1, 23))
    made = upload_form(
        content=(FORM + choices + SETTINGS).encode(), file_name="kinds.md", division_code=village.child.division_code,
        by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    publish_form(version=made.pk, by=SYSTEM, at=timezone.now())


def two_on_duty(village: Village) -> None:
    """Let two people be on duty today where the village belongs to, beside the number that is always there."""
    by: dict[str, Any] = {"by": SYSTEM, "at": timezone.now()}
    today = timezone.localdate()
    town = village.child.division_code[:9]
    station = Organisation.objects.get(kind=OrganisationKind.TOWN_STATION, division_code__startswith=town)
    for name, phone in (("李娜", "138 0013 8000"), ("王强", "022-28390000")):
        put_on_duty(organisation=station, name=name, phone=phone, from_on=today, to_on=today, **by)


def two_values(village: Village) -> UUID:
    """Let two people write the same field without knowing of each other."""
    said = {"child": village.child.pk, "by": SYSTEM, "at": timezone.now()}
    for school in ("第一小学", "第二小学"):
        met = write_card(changes={"school": (school, "")}, source=uuid4(), **said)
    return met[0].key
