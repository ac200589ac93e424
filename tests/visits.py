"""A small visit form, and filled ones of it as a telephone sends them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone

from gonghu.domain.access.officer import Officer
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import publish_form, receive_submission, upload_form
from gonghu.domain.questionnaires.terms import Arrived
from gonghu.foundation.acting import SYSTEM

SURVEY = """
| survey |            |             |        |
|        | type       | name        | label  |
|        | hidden     | child       |        |
|        | hidden     | task        |        |
|        | date       | visited_on  | 走访日期 |
|        | select_one outcome | outcome | 是否见到 |
|        | text       | phone       | 儿童电话 |
|        | text       | school      | 学校   |
|        | select_one wiring | wiring | 用电   |
|        | text       | wiring_note | 说明   |
|        | text       | wish        | 心愿   |
|        | image      | photo       | 照片   |
| choices |           |             |        |
|        | list_name  | name        | label  |
|        | outcome    | MET         | 见到   |
|        | outcome    | NOT_AT_HOME | 不在家 |
|        | outcome    | MOVED       | 搬走   |
|        | wiring     | OK          | 没有问题 |
|        | wiring     | FIX_NOW     | 立即整改 |
| settings |          |             |        |
|        | form_title | form_id     | version |
|        | 走访       | regular     | 1      |
"""
MEANING = """
kind: REGULAR
roles: [VILLAGE_DIRECTOR, TOWN_SUPERVISOR]
shows_child: true
child: REQUIRED
visited_on: visited_on
outcome: outcome
card: {phone: phone, school: school}
wishes: [wish]
problems:
  - {question: wiring, kind: HOME_SAFETY, title: 用电隐患, body: 村民委员会, days: {FIX_NOW: 1}, details: wiring_note}
"""


def publish_survey(at: datetime) -> None:
    """Put the form in use everywhere."""
    made = upload_form(
        content=SURVEY.encode(), file_name="regular.md", division_code="", meaning=MEANING, by=SYSTEM, at=at
    )
    publish_form(version=made.pk, by=SYSTEM, at=at)


def filled(child: UUID | None, key: UUID, at: datetime, **said: str) -> bytes:
    """Write a filled form; the child was met that day unless something else is said."""
    on = timezone.localdate(at).isoformat()
    given = {"child": str(child or ""), "visited_on": on, "outcome": "MET", **said}
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in given.items())
    meta = f"<meta><instanceID>uuid:{key}</instanceID></meta>"
    return f'<data id="regular" version="1">{inside}{meta}</data>'.encode()


def sent(by: Officer, child: UUID | None, at: datetime, base: dict[str, str] | None = None, **said: str) -> Submission:
    """Let a filled form arrive."""
    return sent_from(("", 0), by, child, at, said, base)


def sent_from(
    telephone: tuple[str, int],
    by: Officer,
    child: UUID | None,
    at: datetime,
    said: Mapping[str, str],
    base: dict[str, str] | None = None,
    replaces: UUID | None = None,
) -> Submission:
    """Let a filled form arrive from a telephone, which has a name and a number for each form."""
    key, (device, sequence) = uuid4(), telephone
    arrived = Arrived(
        key, "regular", "1", filled(child, key, at, **said), made_at=at, base=base or {}, device=device,
        sequence=sequence, replaces=replaces,
    )  # fmt: skip
    return receive_submission(arrived=arrived, by=by, at=at).submission
