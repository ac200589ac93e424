"""
Addresses asked with every row of another place, and pages about one child: who is turned away, what is written down.

Both are the same on every database, so that these thousands of requests run on one.
"""

from typing import Final
from urllib.parse import urlsplit

import pytest
from django.db.models import Model
from django.urls import resolve
from django.utils import timezone
from tests.interfaces.desk.conftest import SignedIn
from tests.interfaces.desk.forms_on_pages import forms_of
from tests.interfaces.desk.planting import tables
from tests.interfaces.desk.scope.asking import Visit, pages_of, rows_of
from tests.interfaces.desk.scope.worlds import World, addresses, everybody, filled, hidden_from, nearest

from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations.reading import LOOKS
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

# What belongs to an account and lies nowhere; nobody has one to begin with.
OF_ONE_ACCOUNT = {"/filters/<uuid:key>/drop", "/filters/<slug:page>/<uuid:key>/drop"}
ACTS: Final = ("close", "move", "approve", "refuse")
"""Some of the words that addresses of an act take."""

TELLS_NO_MORE_THAN_A_LIST: Final = {
    # Many children in rows, each with the masked name that lists show.
    "/tasks/orders/<uuid:key>/", "/sweeps/<uuid:key>/", "/sweeps/<uuid:key>/<str:code>/",
    "/benefits/batches/<uuid:key>/", "/benefits/school/<uuid:key>/", "/takeovers/<uuid:key>/",
    "/insurance/<uuid:key>/", "/insurance/<uuid:key>/lines", "/insurance/<uuid:key>/bills", "/payrolls/<uuid:key>/",
    "/runs/<uuid:key>/", "/review/<uuid:key>/", "/rosters/agreements/<uuid:key>/", "/rosters/sheets/<uuid:key>/",
    "/rosters/<uuid:key>/", "/questionnaires/<uuid:key>/", "/ledger/<uuid:key>/",
    # A form over the masked name.
    "/children/<uuid:key>/merge", "/children/merges/<uuid:key>/split", "/children/<uuid:key>/consents/new",
    "/children/consents/<uuid:key>/withdraw", "/visits/exceptions/new/<uuid:key>", "/visits/follow-up/<uuid:key>",
    "/holidays/<uuid:key>/tell",
    # A complaint is of whoever complains.
    "/visits/complaints/<uuid:key>/",
}  # fmt: skip


def test_what_no_page_of_the_planted_rows_leads_to_is_asked_with_every_row_of_another_place(
    world: World, fits: dict[str, list[type[Model]]], signed_in: SignedIn
) -> None:
    account = everybody(world, "everybody-else")
    by = officer(account=account, at=timezone.now())
    visit = Visit(signed_in(account), by, world, None, rows_of(hidden_from(by, world), tables()))
    forms = [form for address, page in pages_of(visit, fits).items() for form in forms_of(address, page)[0]]
    sent_to = {f"/{resolve(urlsplit(form.action).path).route}" for form in forms}
    asked = {path for path, models in fits.items() if models} | sent_to
    for path in sorted({path for path in addresses() if "<uuid:" in path} - asked - OF_ONE_ACCOUNT):
        for row in nearest(visit.hidden)[0].rows.values():
            for act in ACTS if "<slug:act>" in path else ("",):
                key = str(row.pk)
                visit.post(filled(path, key).replace("<slug:act>", act), {}, sent=(key,))
    assert sorted(set(visit.leaks)) == []
    assert visit.asked > 500


def test_every_page_about_one_child_is_a_reading_that_is_written_down(
    world: World, fits: dict[str, list[type[Model]]], signed_in: SignedIn
) -> None:
    """儿童个人信息网络保护规定第十五条：记录访问情况."""
    account = everybody(world, "everybody-reads")
    visit = Visit(signed_in(account), officer(account=account, at=timezone.now()), world, None, {})
    looks = AuditEntry.objects.filter(verb__in=LOOKS, subject_kind="child")
    unwritten = []
    for path, (model,) in fits.items():
        before = looks.count()
        page = visit.get(filled(path, str(world.own.rows[model].pk)))
        if world.own.child_sign in page and looks.count() == before:
            unwritten.append(path)
    assert sorted(set(unwritten) - TELLS_NO_MORE_THAN_A_LIST) == []
