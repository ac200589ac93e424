"""Empty forms (空白问卷): fetched once, kept by the telephone, the same for ever."""

from django.http import HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gonghu.interfaces.field.door import FieldRequest, speaks
from gonghu.interfaces.field.refusals import NOT_FOUND, RequestRefused
from gonghu.usecases.field_sync import blank_form

_FOR_EVER = "private, max-age=31536000, immutable"


# A form is the same for everybody: how long it is when compressed tells nothing.
@gzip_page
@require_safe
@speaks()
def form(request: FieldRequest, form: str, version: str) -> HttpResponse:
    """Give an empty form as XForm."""
    found = blank_form(form=form, version=version, by=request.officer)
    if found is None:
        raise RequestRefused(NOT_FOUND)
    response = HttpResponse(found, content_type="text/xml; charset=utf-8")
    response["Cache-Control"] = _FOR_EVER
    return response
