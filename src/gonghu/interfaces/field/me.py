"""Who uses the app, where, and by which forms (本人): the first thing it asks when there is a network."""

from datetime import date
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_safe

from gonghu.domain.divisions.queries import full_names
from gonghu.domain.questionnaires.choosing import form_of
from gonghu.domain.questionnaires.terms import LARGEST_FILE, MOST_FILES
from gonghu.interfaces.field.answers import told
from gonghu.interfaces.field.door import FieldRequest, speaks
from gonghu.interfaces.field.duty import duty_phone, duty_roster
from gonghu.usecases.field_sync import forms_to_fill

POLICE: Final = "110"


@require_safe
@speaks()
def me(request: FieldRequest) -> HttpResponse:
    """Tell the app whose it is, what it may fill in, and the token that its writes must carry."""
    on = timezone.localdate(request.at)
    names = full_names(codes=[post.division_code for post in request.officer.posts], on=on)
    return told(
        {
            "account": str(request.account.pk),
            "name": request.account.display_name,
            "posts": [
                {"title": post.role.label, "place": names.get(post.division_code, post.division_code)}
                for post in request.officer.posts
            ],
            "areas": sorted(set(names.values())),
            "settings": _settings(request, on),
            "csrf": get_token(request),
            "forms": [
                {
                    "id": each.questionnaire_id,
                    "version": each.version,
                    "title": each.title,
                    "digest": each.digest,
                    "child": form_of(each).meaning.child.value,
                }
                for each in forms_to_fill(by=request.officer)
            ],
            "now": request.at.isoformat(),
        }
    )


def _settings(request: FieldRequest, on: date) -> dict[str, Any]:
    places = [post.division_code for post in request.officer.posts]
    return {
        "offline_days": settings.GONGHU_FIELD_OFFLINE_DAYS,
        "large_type": settings.GONGHU_FIELD_LARGE_TYPE,
        "duty_phone": duty_phone(places, on),
        "duty": duty_roster(places, on),
        "police": POLICE,
        "most_files": MOST_FILES,
        "most_file_bytes": LARGEST_FILE,
    }
