"""An encrypted field is plain text to Python and noise to whoever has the database."""

import copy
import uuid

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps
from tests.foundation.letters.models import Letter, Postcard

from gonghu.foundation.encryption import BlindIndex, EncryptedText, PlainTextRefused, SealBroken
from gonghu.foundation.encryption.fields import SealedBytes

pytestmark = pytest.mark.django_db
NUMBER = "120112201502110013"


def stored(letter: models.Model, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {letter._meta.db_table}")
        ((value,),) = cursor.fetchall()
    return bytes(value)


def test_a_text_comes_back_from_the_database() -> None:
    letter = Letter.objects.create(title="一", text="住在津南区双新街道", number=NUMBER)
    again = Letter.objects.get(pk=letter.pk)
    assert (letter.text, again.text, again.number) == ("住在津南区双新街道", "住在津南区双新街道", NUMBER)
    assert "津南区".encode() not in stored(letter, "text")


def test_empty_and_missing_texts_are_told_apart() -> None:
    Letter.objects.create(title="empty", text="")
    Letter.objects.create(title="missing", text=None)
    assert Letter.objects.get(title="empty").text == ""
    assert Letter.objects.get(title="missing").text is None
    assert list(Letter.objects.filter(text__isnull=True).values_list("title", flat=True)) == ["missing"]


def test_a_row_is_found_by_its_exact_number_however_it_is_written() -> None:
    letter = Letter.objects.create(number=NUMBER)
    Letter.objects.create(number="120112201502110021")
    assert Letter.objects.get(number_index="120112 20150211 0013") == letter
    assert Letter.objects.filter(number_index__in=[NUMBER, "nobody's"]).get() == letter
    assert not Letter.objects.filter(number_index=NUMBER[:-1]).exists()


def test_rows_are_found_by_the_last_digits() -> None:
    for number in (NUMBER, "120101199901010013", "120101199901010021"):
        Letter.objects.create(number=number)
    found = Letter.objects.filter(last_digits="0013")
    assert {letter.number for letter in found} == {NUMBER, "120101199901010013"}


def test_two_tables_of_one_purpose_can_be_compared() -> None:
    Letter.objects.create(number=NUMBER)
    Postcard.objects.create(number=NUMBER)
    assert Postcard.objects.filter(number_index__in=Letter.objects.values("number_index")).count() == 1


def test_a_new_number_takes_its_indexes_along() -> None:
    letter = Letter.objects.create(number=NUMBER)
    letter.number = "120101199901010021"
    letter.save(update_fields=["number"])
    assert not Letter.objects.filter(number_index=NUMBER).exists()
    assert Letter.objects.get(last_digits="0021") == letter
    letter.number = None
    letter.save()
    assert Letter.objects.filter(number_index__isnull=True, last_digits__isnull=True).count() == 1


def test_a_row_saved_without_having_been_changed_keeps_its_bytes() -> None:
    Letter.objects.create(text="不变")
    letter = Letter.objects.get()
    before = stored(letter, "text")
    letter.save()
    assert letter.text == "不变"
    letter.save()
    assert stored(letter, "text") == before
    letter.text = "变了"
    letter.save()
    assert Letter.objects.get().text == "变了"


def test_a_deferred_text_is_fetched_when_looked_at() -> None:
    Letter.objects.create(text="以后再看", number=NUMBER)
    assert Letter.objects.defer("text").get().text == "以后再看"
    assert Letter.objects.only("title").get().number == NUMBER
    letter = Letter.objects.defer("text").get()
    letter.title = "二"
    letter.save()
    assert Letter.objects.get().text == "以后再看"


def test_a_row_read_anew_has_the_new_text() -> None:
    letter = Letter.objects.create(text="一")
    other = Letter.objects.get()
    other.text = "二"
    other.save()
    letter.refresh_from_db()
    assert letter.text == "二"


def test_rows_made_in_bulk_are_encrypted_too() -> None:
    Letter.objects.bulk_create(Letter(text=f"第{number}封", number=str(number)) for number in range(5))
    assert {letter.text for letter in Letter.objects.all()} == {f"第{number}封" for number in range(5)}
    assert Letter.objects.get(number_index="3").text == "第3封"


def test_values_stay_sealed() -> None:
    Letter.objects.create(text="不给看")
    ((value,),) = Letter.objects.values_list("text")
    assert isinstance(value, SealedBytes)


def test_plain_text_cannot_reach_the_column() -> None:
    letter = Letter.objects.create(text="一")
    with pytest.raises(PlainTextRefused, match=r"Letter\.text"):
        Letter.objects.update(text="明文")
    letter.text = "明文"
    with pytest.raises(PlainTextRefused, match=r"Letter\.text"):
        Letter.objects.bulk_update([letter], ["text"])


@pytest.mark.parametrize(
    "condition", [{"text": "一"}, {"text__contains": "一"}, {"text__in": ["一"]}, {"number_index__startswith": "1"}]
)
def test_comparing_with_the_text_is_refused(condition: dict[str, object]) -> None:
    with pytest.raises(FieldError, match="查询"):
        Letter.objects.filter(**condition)


@pytest.mark.parametrize("column", ["text", "number"])
def test_bytes_moved_to_another_row_do_not_open(column: str) -> None:
    first = Letter.objects.create(title="一", text="甲", number="1")
    second = Letter.objects.create(title="二", text="乙", number="2")
    sealed = Letter.objects.values_list(column, flat=True).get(pk=first.pk)
    Letter.objects.filter(pk=second.pk).update(**{column: sealed})
    with pytest.raises(SealBroken, match=f"letters_letter.{column}"):
        getattr(Letter.objects.get(pk=second.pk), column)


def test_bytes_moved_to_another_column_do_not_open() -> None:
    Letter.objects.create(text="甲", number="1")
    Letter.objects.update(text=models.F("number"))
    with pytest.raises(SealBroken, match=r"letters_letter\.text"):
        _ = Letter.objects.get().text


def test_a_copied_row_is_refused_instead_of_being_written_unreadable() -> None:
    Letter.objects.create(text="甲")
    other = Letter.objects.get()
    other.pk, other._state.adding = uuid.uuid4(), True
    with pytest.raises(SealBroken):
        other.save()


def test_what_is_serialized_is_sealed() -> None:
    letter = Letter.objects.create(text="不给看", number=NUMBER)
    assert NUMBER not in serializers.serialize("json", [letter])
    assert "不给看" not in serializers.serialize("json", [letter])


def test_a_copy_in_memory_reads_the_same() -> None:
    Letter.objects.create(text="甲")
    assert copy.deepcopy(Letter.objects.get()).text == "甲"


@isolate_apps("tests.foundation.letters")
def test_a_model_with_a_counted_key_is_refused() -> None:
    class Note(models.Model):
        text = EncryptedText()

        class Meta:
            app_label = "letters"

    assert [error.id for error in Note.check()] == ["gonghu.E001"]


def test_an_index_can_be_written_into_a_migration() -> None:
    index = Letter._meta.get_field("last_digits")
    _, _, args, kwargs = index.deconstruct()
    again = BlindIndex(*args, **kwargs)
    assert (kwargs["of"], kwargs["purpose"], kwargs["last"]) == ("number", "last digits", 4)
    assert again.deconstruct()[1:] == index.deconstruct()[1:]


def test_nothing_plain_lies_in_the_file_of_the_database() -> None:
    texts = [f"家住第{number}号院" for number in range(200)]
    Letter.objects.bulk_create(Letter(text=text, number=f"12011220150211{n:04}") for n, text in enumerate(texts))
    if connection.vendor == "sqlite":
        lying = connection.connection.serialize()
    else:
        with connection.cursor() as cursor, cursor.copy("COPY letters_letter TO STDOUT (FORMAT binary)") as rows:
            lying = b"".join(map(bytes, rows))
    assert len(lying) > 200 * 100
    assert "家住".encode() not in lying
    assert b"12011220150211" not in lying
