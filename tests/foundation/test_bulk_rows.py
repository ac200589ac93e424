"""Rows by the thousand reach the table as they are, or none of them does."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from tests.foundation.letters.models import Letter

from gonghu.foundation.bulk_rows import insert_rows, update_rows

pytestmark = pytest.mark.django_db
COLUMNS = ["uuid", "title", "text"]


def row(number: int) -> tuple[str, str, None]:
    return uuid.UUID(int=number).hex, f"第{number}行\t“引号”\\N", None


def test_thousands_of_rows_come_back_as_they_were() -> None:
    assert insert_rows(Letter, COLUMNS, map(row, range(25_000))) == 25_000
    assert Letter.objects.count() == 25_000
    letter = Letter.objects.get(pk=uuid.UUID(int=24_999))
    assert (letter.title, letter.text) == ("第24999行\t“引号”\\N", None)


def test_no_rows_are_no_work() -> None:
    assert insert_rows(Letter, COLUMNS, []) == 0


def test_one_bad_row_leaves_none() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Letter, COLUMNS, [row(1), row(2), row(1)])
    assert not Letter.objects.exists()


def test_columns_of_thousands_of_rows_change_and_no_others() -> None:
    insert_rows(Letter, COLUMNS, map(row, range(3_000)))
    changed = [(uuid.UUID(int=number).hex, f"改{number}") for number in range(1, 3_000)]
    assert update_rows(Letter, ["title"], changed) == 2_999
    assert Letter.objects.filter(title__startswith="改").count() == 2_999
    assert Letter.objects.get(pk=uuid.UUID(int=0)).title == row(0)[1]


def test_after_a_refusal_the_next_rows_are_changed_all_the_same() -> None:
    insert_rows(Letter, COLUMNS, [row(1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        update_rows(Letter, ["title"], [(row(1)[0], None)])
    assert update_rows(Letter, ["title"], [(row(1)[0], "改")]) == 1
    assert Letter.objects.get().title == "改"
