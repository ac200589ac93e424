"""The area of whoever asks (本片区资料): the telephone says what it holds, the answer is what differs."""

from typing import Final

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from gonghu.interfaces.field.answers import told
from gonghu.interfaces.field.bodies import json_of, number_in, text_in, texts_in
from gonghu.interfaces.field.door import FieldRequest, speaks
from gonghu.interfaces.field.refusals import FieldRefusal, RequestRefused
from gonghu.usecases.field_area import AreaTooLarge, area_differences

PAGE: Final = 100
_MOST_HELD: Final = 10_000
_LONGEST_NAME: Final = 120


@require_POST
@speaks()
def area(request: FieldRequest) -> HttpResponse:
    """Give a page of what differs; somebody who lost a post is told that everything is gone."""
    said = json_of(request)
    try:
        page = area_differences(
            have=texts_in(said, "have", _MOST_HELD),
            after=text_in(said, "after", _LONGEST_NAME, default=""),
            limit=max(1, min(PAGE, number_in(said, "limit", _MOST_HELD, default=PAGE))),
            by=request.officer,
            at=request.at,
        )
    except AreaTooLarge as problem:
        raise RequestRefused(FieldRefusal(422, "AREA_TOO_LARGE", str(problem), "请在电脑上用工作台查看。")) from problem
    return told(
        {
            "items": [
                {"kind": each.kind, "key": each.key, "digest": each.digest, "body": each.body} for each in page.items
            ],
            "gone": list(page.gone),
            "next": page.next,
            "area_digest": page.area_digest,
        }
    )
