"""
Choosing between two values of a card on the telephone (卡片冲突的选定), as at the desk and by the same operation.

Whoever keeps the files of the place may choose; nobody has to: what is not chosen waits for the desk.
"""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.card import (
    CardChanged,
    CardValueWrong,
    ConflictSettled,
    NoCarerOnFile,
    conflict_by_key,
    resolve_conflict,
)
from gonghu.domain.people.terms import ConflictChoice
from gonghu.domain.people.writing import FileClosed
from gonghu.interfaces.field.answers import told
from gonghu.interfaces.field.bodies import json_of, text_in
from gonghu.interfaces.field.door import FieldRequest, speaks
from gonghu.interfaces.field.refusals import NOT_FOUND, FieldRefusal, RequestRefused, malformed

_CHOICES: Final = frozenset({ConflictChoice.STOOD, ConflictChoice.BROUGHT})
_LONGEST_VERSION: Final = 64


@require_POST
@speaks(Permission.EDIT_CHILDREN)
def choose(request: FieldRequest, key: UUID) -> HttpResponse:
    """Take down which of the two values the card says from now on."""
    said = json_of(request)
    choice, seen = text_in(said, "choice", 8), text_in(said, "seen", _LONGEST_VERSION)
    if choice not in _CHOICES:
        raise malformed("choice 应为 STOOD 或 BROUGHT")
    if conflict_by_key(key=key, scope=request.officer.scope.holding(Permission.EDIT_CHILDREN)) is None:
        raise RequestRefused(NOT_FOUND)
    try:
        resolve_conflict(conflict=key, choice=ConflictChoice(choice), seen=seen, by=request.officer, at=request.at)
    except CardChanged as problem:
        raise RequestRefused(_refusal(409, "CHANGED", problem, "请看过现在的内容再选。")) from problem
    except ConflictSettled as problem:
        raise RequestRefused(_refusal(409, "SETTLED", problem, "不用再选。")) from problem
    except (FileClosed, NoCarerOnFile, CardValueWrong) as problem:
        raise RequestRefused(_refusal(422, "CANNOT", problem, "请留给督导员处理。")) from problem
    return told({"choice": choice})


def _refusal(status: int, code: str, problem: Exception, then: str) -> FieldRefusal:
    return FieldRefusal(status, code, str(problem), then)
