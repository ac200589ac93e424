"""Lists as tables: whatever stands in a row is escaped, and page and workbook are told by the same columns."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.children import child
from tests.interfaces.desk.conftest import VILLAGE, Employ, SignedIn

from gonghu.domain.access.models import Account
from gonghu.domain.organisations.models import Organisation
from gonghu.domain.policies.queries import ToldShown
from gonghu.domain.rosters.models import Delivery
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.desk.children.rows import ChildRow, child_columns
from gonghu.interfaces.desk.findings.shown import FindingRow, finding_columns
from gonghu.interfaces.desk.places import PlacesRemembered, names_of
from gonghu.interfaces.desk.recognitions.views import RecognitionRow, recognition_columns
from gonghu.interfaces.desk.rosters.shown import DeliveryShown, delivery_columns
from gonghu.interfaces.desk.search.views import ChildHit, hit_columns
from gonghu.interfaces.desk.tables import Column, address_of, table_of
from gonghu.interfaces.desk.tasks.shown import TaskShown, task_columns

BAD = """<b>"&'</td>{0}%s"""
KEY, DAY, AT = UUID(int=7), date(2026, 11, 1), datetime(2026, 10, 31, 17, 30, tzinfo=UTC)
TOLD = ToldShown(BAD, BAD, BAD, BAD, BAD, is_open_form=True)
LISTS: list[tuple[list[Column[Any]], Any]] = [
    (child_columns(), ChildRow(KEY, BAD, BAD, 3, BAD, BAD, "ON_FILE", BAD, "HIGH", BAD, DAY)),
    (hit_columns(), ChildHit(KEY, BAD, BAD, BAD, BAD, BAD)),
    (
        task_columns(with_ticks=True),
        TaskShown(KEY, BAD, BAD, BAD, KEY, BAD, BAD, DAY, 1, "DONE", BAD, BAD, 0, BAD),
    ),
    (
        finding_columns(with_ticks=True),
        FindingRow(KEY, KEY, BAD, BAD, BAD, TOLD, 1234.5, "OPEN", BAD, BAD, None),
    ),
    (recognition_columns(), RecognitionRow(KEY, BAD, BAD, BAD, "PROPOSED", BAD, BAD, AT, BAD, DAY)),
    (
        delivery_columns(),
        DeliveryShown(
            Delivery(
                uuid=KEY, state="CHECKED", uploaded_at=AT, organisation=Organisation(name=BAD),
                uploaded_by=Account(display_name=BAD),
            ),
            BAD,
        ),
    ),
]  # fmt: skip


class Read(HTMLParser):
    """What a browser makes of a table."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.said: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.said += [value for name, value in attrs if name in {"aria-label", "data-label"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize(("columns", "row"), LISTS, ids=lambda each: type(each).__name__)
def test_whatever_stands_in_a_list_is_shown_as_it_was_written(columns: list[Column[Any]], row: object) -> None:
    read = Read(table_of(columns, [row, row]))
    shown = [column for column in columns if column.shown]
    assert "b" not in read.tags
    assert read.tags.count("td") == 2 * len(shown)
    assert sum(BAD in words for words in read.words) >= 2 * 3
    assert [said for said in read.said if said in {column.title for column in shown}] == [
        column.title for column in shown
    ] * 2


def test_a_title_is_text_too_and_a_column_is_only_where_it_says_something() -> None:
    columns: list[Column[str]] = [
        Column(BAD, str.upper),
        Column("only taken along", taken=str.lower),
        Column("数", str.lower, look="number"),
        Column("名", str.lower, look="name"),
    ]
    html = table_of(columns, ["Ab"])
    read = Read(html)
    assert read.said == [BAD, "数", "名"]
    assert [words for words in read.words if words.strip()] == [BAD, "数", "名", "AB", "ab", "ab"]
    assert html.count('class="number"') == 2
    assert html.count('class="name"') == 1


def test_an_address_is_that_of_the_key() -> None:
    assert address_of("desk:child")(KEY) == f"/children/{KEY}/"


@pytest.mark.django_db
@pytest.mark.usefixtures("jinnan")
def test_no_page_takes_a_name_or_a_title_for_markup(employ: Employ, signed_in: SignedIn) -> None:
    client: Client = signed_in(employ("wang"))
    child("<b>丁", village=VILLAGE)
    open_tasks(orders=[TaskOrder(TaskKind.VERIFY_LEAD, "<b>核实", VILLAGE)], by=SYSTEM, at=AT)
    for address, escaped in (
        ("/", "&lt;b&gt;核实"),
        ("/children/", "&lt;**"),
        ("/children/?text=<b>", "&lt;b&gt;"),
        ("/search?q=<b>", "&lt;**"),
        ("/tasks/", "&lt;b&gt;核实"),
    ):
        page = client.get(address).content.decode()
        assert escaped in page, address
        assert "<b>" not in page, address
        assert "<**" not in page, address
    # A page that reads looks the name of a place up once; after something was written it is looked up anew.
    for method, times in (("GET", 1), ("POST", 2)):
        with CaptureQueriesContext(connection) as asked:
            PlacesRemembered(_twice)(RequestFactory().generic(method, "/"))
        assert len(asked) == times


def _twice(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(names_of([VILLAGE])[VILLAGE] + names_of([VILLAGE])[VILLAGE])
