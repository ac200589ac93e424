"""Long lists turned page by page: the same rows as the whole list, forwards and back."""

from itertools import pairwise
from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.interfaces.desk.conftest import Employ
from tests.officers import JINNAN

from gonghu.domain.access.officer import officer
from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.models import Organisation
from gonghu.interfaces.desk.keyset import KeysetPage, keyset_page, order_of

VILLAGES = [f"1201121002{number:02}" for number in range(4)]


def page(most: int, by: str = "division_code", **marks: str) -> KeysetPage[Organisation]:
    return keyset_page(RequestFactory().get("/", marks), Organisation.objects.all(), by=by, most=most)


class TestPages(TestCase):
    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(VILLAGES), max_size=17), st.integers(1, 5), st.sampled_from(["", "-"]))
    def test_pages_in_a_row_are_the_whole_list_and_the_way_back_is_the_same(
        self, codes: list[str], most: int, sign: str
    ) -> None:
        by = f"{sign}division_code"
        for code in codes:
            key = uuid4()
            Organisation(uuid=key, kind="TOWN_STATION", name=str(key), division_code=code).save()
        whole = [row.pk for row in Organisation.objects.order_by(by, f"{sign}pk")]
        pages = [page(most, by)]
        while pages[-1].after:
            pages.append(page(most, by, after=pages[-1].after))
        assert [row.pk for each in pages for row in each.rows] == whole
        assert all(len(each.rows) == most for each in pages[:-1])
        assert pages[0].before == ""
        for earlier, later in pairwise(pages):
            back = page(most, by, before=later.before)
            assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
            assert (back.before, back.after) == (earlier.before, earlier.after)


@pytest.mark.django_db
@pytest.mark.parametrize("mark", ["x", "120112~not-a-key", "~", "120112000000~" + "9" * 400, "a\0~b"])
def test_a_mark_that_cannot_be_read_asks_for_the_first_page(mark: str) -> None:
    row = Organisation(kind="TOWN_STATION", name="站", division_code=VILLAGES[0])
    row.save()
    assert [each.pk for each in page(5, after=mark).rows] == [row.pk]
    assert [each.pk for each in page(5, before=mark).rows] == [row.pk]


@pytest.mark.parametrize(("role", "place", "order"), [
    (Role.DISTRICT_OFFICER, "", "-visited_on"),
    (Role.CITY_OFFICER, "", "division_code"),
    (Role.CITY_OFFICER, JINNAN, "-visited_on"),
    (Role.CITY_OFFICER, VILLAGES[0], "-visited_on"),
    (Role.DISTRICT_OFFICER, "12", "division_code"),
])  # fmt: skip
@pytest.mark.usefixtures("jinnan")
@pytest.mark.django_db
def test_within_a_district_the_last_come_first_and_above_it_lists_go_by_place(
    employ: Employ, role: Role, place: str, order: str
) -> None:
    account = employ("wang", role, JINNAN if role is Role.DISTRICT_OFFICER else JINNAN[:4])
    assert order_of(officer(account=account, at=timezone.now()), place, day="-visited_on") == order
