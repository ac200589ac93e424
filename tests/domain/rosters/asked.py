"""Doubtful links, as a run asks about them."""

from datetime import datetime
from uuid import UUID, uuid4

from tests.officers import JINNAN

from gonghu.domain.rosters.models import LinkQuestion
from gonghu.domain.rosters.operations import ask_about_links
from gonghu.domain.rosters.terms import Likeness, LinkAsked, LinkSide, RowRole
from gonghu.foundation.acting import SYSTEM

VILLAGE = "120112100201"


def asked(turn: int = 1, *, digest: str = "", person: int = 12011220100101001, place: str = JINNAN) -> LinkAsked:
    return LinkAsked(
        division_code=place,
        row_digest=digest or f"{turn:032x}",
        person=person,
        kind="imprisonment",
        row_place=f"司法局_在押服刑人员.xlsx·第{turn}行",
        role=RowRole.SUBJECT,
        row=LinkSide("张建国", "120112198503080013", 19850308, VILLAGE),
        known=LinkSide("张建囯", "120112198508030013", 19850803, VILLAGE),
        why="姓名、村（居）一致，出生日期不明或不符",
        likeness=Likeness.POSSIBLE,
        children="张小明（父亲）",
        turn=turn,
    )


def ask(*questions: LinkAsked, at: datetime, run: UUID | None = None) -> UUID:
    key = run or uuid4()
    ask_about_links(run_key=key, division_code=JINNAN, questions=questions, by=SYSTEM, at=at)
    return key


def open_questions() -> list[LinkQuestion]:
    rows = LinkQuestion.objects.everywhere("test").filter(answer__isnull=True, closed_at__isnull=True)
    return list(rows.order_by("turn"))
