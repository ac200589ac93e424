"""Every list that can be looked at can be taken along by who may: as it is filtered, cut to the scope, and audited."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.findings import new_run
from tests.interfaces.desk.conftest import VILLAGE, XIQING, Employ, SignedIn
from tests.interfaces.desk.planting import Plot, plant
from tests.interfaces.desk.test_admission import GUARDED

from gonghu.domain.access.looks_together import WITHIN, looks_together
from gonghu.domain.access.models import Account
from gonghu.domain.access.operations import record_reading
from gonghu.domain.access.queries import Look
from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import Child
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.models import AuditEntry
from gonghu.interfaces import desk

TEMPLATES = Path(desk.__file__).parent / "templates/desk"
PAGED = re.compile(r"parts/(?:keyset_)?pages\.html|desk/list\.html")
NOT_TAKEN = {
    "list.html": "others extend it",
    "applications/batch.html": "its sheet is printed and signed",
    "divisions/changes.html": "public, and in the national lists",
    "ledger/journal.html": "the lines of one journal",
    "questionnaires/keys.html": "who may send, and no key",
    "takeovers/takeover.html": "what was sent back goes out, for whoever mends it",
    "telephones/cards.html": "people with buttons",
}
"""Lists that do not go out, and why."""
PAGES_NOT_TAKEN = {
    "/": "one's own posts; the lists above lead to pages that go out",
    "/accounts/roles": "what a role may do, the same for everybody",
    "/questionnaires/keys/": "who may send, and no key",
    "/tasks/limits": "limits of the law as the pack has them",
}
"""Pages with tables that do not go out, and why."""
AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
EXPORTS = {
    "/tasks/orders/": "/tasks/orders/export",
    "/accounts/": "/accounts/export",
    "/accounts/posts/": "/accounts/posts/export",
    "/rosters/agreements/": "/rosters/agreements/export",
    "/rosters/": "/rosters/export",
    "/runs/": "/runs/export",
    "/organisations/": "/organisations/export",
    "/organisations/contracts": "/organisations/contracts/export",
    "/workforce/register/": "/workforce/register/export",
    "/grants/": "/grants/export",
    "/emergencies/": "/emergencies/export",
    "/sweeps/": "/sweeps/export",
    "/takeovers/": "/takeovers/export",
    "/telephones/": "/telephones/export",
    "/privacy/": "/privacy/export",
    "/dashboard": "/dashboard/export",
    "/questionnaires/": "/questionnaires/export",
    "/insurance/": "/insurance/export",
    "/audit/": "/audit/export",
    "/audit/looks": "/audit/looks/export",
    "/benefits/school": "/benefits/school/export",
    "/benefits/batches": "/benefits/batches/export",
    "/benefits/endings": "/benefits/endings/export",
    "/visits/exceptions/": "/visits/exceptions/export",
    "/visits/submissions/": "/visits/submissions/export",
    "/visits/conflicts/": "/visits/conflicts/export",
    "/visits/harm/": "/visits/harm/export",
    "/visits/complaints/": "/visits/complaints/export",
}


def test_every_list_in_pages_offers_itself_as_a_workbook() -> None:
    lists = {
        str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8")
        for path in TEMPLATES.rglob("*.html")
        if path.parent.name != "parts"
    }
    without = {name for name, text in lists.items() if PAGED.search(text) and "parts/export.html" not in text}
    assert without == NOT_TAKEN.keys()


@pytest.mark.django_db
@pytest.mark.usefixtures("jinnan")
def test_a_list_leaves_as_a_workbook_with_the_rows_of_the_own_place(employ: Employ, signed_in: SignedIn) -> None:
    own, other = Plot(0, VILLAGE), Plot(1, XIQING)
    for plot in (own, other):
        plant(plot)
    new_run(timezone.now())
    Submission.objects.everywhere("test").update(state=SubmissionState.NEEDS_CARE)
    for plot in (own, other):
        looked_at(plot)
    client = signed_in(employ("wang"))
    for page, address in EXPORTS.items():
        assert f'action="{address}' in client.get(page).content.decode(), page
        before = AuditEntry.objects.filter(verb="access.export").count()
        answer = client.post(address)
        assert answer.status_code == 200, address
        sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        cells = [str(cell) for row in sheet[3:] for cell in row if cell != ""]
        assert cells, address
        signs = {other.child_sign, other.staff_sign, *other.keys()}
        assert not [cell for cell in cells if any(sign in cell for sign in signs)], address
        assert AuditEntry.objects.filter(verb="access.export").count() == before + 1
    supervisor = signed_in(employ("lin", Role.TOWN_SUPERVISOR, "120112100000"))
    assert "/tasks/orders/export" not in supervisor.get("/tasks/orders/").content.decode()
    assert supervisor.post("/tasks/orders/export").status_code == 403


@pytest.mark.django_db
@pytest.mark.usefixtures("jinnan")
def test_every_page_that_lists_records_offers_them_as_a_workbook(employ: Employ, signed_in: SignedIn) -> None:
    plant(Plot(0, VILLAGE))
    new_run(timezone.now())
    client, without = signed_in(employ("wang")), set()
    for address in sorted(path for path, _admission in GUARDED if "<" not in path):
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = answer.content.decode()
        if 'class="table table-cards"' in page and "/export" not in page:
            without.add(address)
    assert without == PAGES_NOT_TAKEN.keys()


def looked_at(plot: Plot) -> None:
    """Let somebody of a place look at its child."""
    somebody = Actor(plot.rows[Account].pk, None, f"{plot.staff_sign}某", plot.code[:6])
    at = timezone.now()
    record_reading(
        child_key=plot.rows[Child].pk, division_code=plot.code, purpose="走访", fields=("name",), by=somebody, at=at
    )


def look(minute: int, actor: str, child: str) -> Look:
    at = AT - timedelta(minutes=minute)
    return Look(at, actor, actor, None, str(UUID(int=ord(child))), "走访", (f"f{minute % 3}",), minute % 5 == 0)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 120), st.sampled_from("ab"), st.sampled_from("xy"))))
def test_looks_soon_after_each_other_are_one_line_and_none_is_lost(said: list[tuple[int, str, str]]) -> None:
    looks = [look(*each) for each in sorted(said)]
    shown = looks_together(looks)
    assert sum(each.times for each in shown) == len(looks)
    assert all(each.at - each.since < WITHIN for each in shown)
    for who in {(each.name, each.child_key) for each in shown}:
        own = [each for each in shown if (each.name, each.child_key) == who]
        assert all(later.at - earlier.at >= WITHIN for later, earlier in pairwise(own))
        assert sum(each.times for each in own) == len([each for each in looks if (each.name, each.child_key) == who])
    assert any(each.unmasked for each in looks) == any(each.unmasked for each in shown)
    assert {name for each in looks for name in each.fields} == {name for each in shown for name in each.fields}
