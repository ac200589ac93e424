"""The admin site of the peer, with the addresses it lies under."""

from typing import Final

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from benchmarks.desk_filling import DISTRICT
from benchmarks.desk_pages import spent
from benchmarks.desk_visitors import PageRefused
from gonghu.domain.access.models import Account
from gonghu.domain.access.scope import Reach, Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.interfaces.desk.signing_in.sessions import BACKEND

_SCOPE: Final = Scope((Reach(Area.of(DISTRICT), frozenset({Permission.SEE_CHILDREN})),))


def _yes(*_asked: object) -> bool:
    return True


def _no(*_asked: object) -> bool:
    return False


class OpenSite(AdminSite):
    """An admin site that asks nobody who they are: the peer is spared all of that."""

    has_permission = _yes


class Children(ModelAdmin):
    """The eight columns and four filters of our list; the total is counted, as that list does."""

    list_display = ("name", "sex", "born_on", "division_code", "category", "state", "risk_level", "opened_on")
    list_filter = ("category", "state", "risk_level", "sex")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("division_code", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Child]:
        del request
        return Child.objects.visible_to(_SCOPE)

    has_view_permission = has_module_permission = _yes
    has_add_permission = has_change_permission = has_delete_permission = _no


site = OpenSite()
site.register(Child, Children)
urlpatterns = [path("admin/", site.urls)]


def timed() -> dict[str, list[float]]:
    """
    Time the change list; milliseconds of the processor, median and fewest.

    :raises PageRefused: it did not come, or without rows
    """
    client, at = Client(SERVER_NAME="127.0.0.1"), "/admin/people/child/"
    client.force_login(Account.objects.everywhere("the peer's visitor").get(sign_in_name="district"), backend=BACKEND)
    page = client.get(at)
    if b'<th class="field-name">' not in page.content:
        raise PageRefused(f"{at}: {page.status_code}")
    return {"Django's admin, the same 50 children": spent(lambda: client.get(at))}
