"""Long lists turned page by page: the same rows as the whole list, forwards and back."""

from itertools import pairwise
from uuid import uuid4

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gonghu.domain.organisations.models import Organisation
from gonghu.interfaces.desk.keyset import KeysetPage, keyset_page

VILLAGES = [f"1201121002{number:02}" for number in range(4)]


def page(most: int, **marks: str) -> KeysetPage[Organisation]:
    return keyset_page(RequestFactory().get("/", marks), Organisation.objects.all(), most=most)


class TestPages(TestCase):
    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(VILLAGES), max_size=17), st.integers(1, 5))
    def test_pages_in_a_row_are_the_whole_list_and_the_way_back_is_the_same(self, codes: list[str], most: int) -> None:
        for code in codes:
            key = uuid4()
            Organisation(uuid=key, kind="TOWN_STATION", name=str(key), division_code=code).save()
        whole = [row.pk for row in Organisation.objects.order_by("division_code", "pk")]
        pages = [page(most)]
        while pages[-1].after:
            pages.append(page(most, after=pages[-1].after))
        assert [row.pk for each in pages for row in each.rows] == whole
        assert all(len(each.rows) == most for each in pages[:-1])
        assert pages[0].before == ""
        for earlier, later in pairwise(pages):
            back = page(most, before=later.before)
            assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
            assert (back.before, back.after) == (earlier.before, earlier.after)


@pytest.mark.django_db
@pytest.mark.parametrize("mark", ["x", "120112~not-a-key", "~", "120112000000~" + "9" * 400, "a\0~b"])
def test_a_mark_that_cannot_be_read_asks_for_the_first_page(mark: str) -> None:
    row = Organisation(kind="TOWN_STATION", name="站", division_code=VILLAGES[0])
    row.save()
    assert [each.pk for each in page(5, after=mark).rows] == [row.pk]
    assert [each.pk for each in page(5, before=mark).rows] == [row.pk]
