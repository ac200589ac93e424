"""A photo or recording of a visit (走访附件), by an address that is one person's and dies in a minute."""

from typing import Final
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.questionnaires.queries import file_content
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.visits.answers import SALT, SECONDS

_SHOWN: Final = ("image/jpeg", "image/png", "image/webp", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm")
_ANY: Final = "application/octet-stream"


@require_safe
@needs(Permission.SEE_CHILDREN)
def photo(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give a photo or recording to whom the address was made for, while it lives and the child is in reach."""
    try:
        named = signing.loads(request.GET.get("token", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature as refusal:
        raise Http404 from refusal
    if named != [str(key), str(request.officer.account)]:
        raise Http404
    found = file_content(file=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    file, content = found
    kind = file.kept_type if file.kept_type in _SHOWN else _ANY
    response = HttpResponse(b"".join(content), content_type=kind)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    if kind == _ANY:
        response["Content-Disposition"] = "attachment"
    return response
