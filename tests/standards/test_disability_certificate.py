"""Disability certificate number, GB/T 26341-2010."""

import pytest

from gonghu.standards import disability_certificate as certificate
from gonghu.standards.disability_certificate import NotADisabilityCertificate

HOLDER = "11010519491231002X"


def test_a_certificate_is_the_holders_number_with_type_and_grade() -> None:
    parsed = certificate.parse(f"{HOLDER}61")
    assert (parsed.holder, parsed.disability_type, parsed.disability_grade) == (HOLDER, "6", "1")
    assert parsed.holder_is_valid
    assert parsed.reissue == 0


def test_a_reissued_certificate_carries_a_count() -> None:
    parsed = certificate.parse(f" {HOLDER.lower()}43b2")
    assert (parsed.number, parsed.reissue) == (f"{HOLDER}43", 2)


def test_a_mistyped_holder_is_kept_and_marked() -> None:
    assert not certificate.parse("11010519491231002161").holder_is_valid


@pytest.mark.parametrize("typed", [HOLDER, f"{HOLDER}81", f"{HOLDER}15", f"{HOLDER}6", f"{HOLDER}61C1", ""])
def test_another_shape_is_refused(typed: str) -> None:
    with pytest.raises(NotADisabilityCertificate):
        certificate.parse(typed)


@pytest.mark.parametrize("disability_type", certificate.TYPES)
@pytest.mark.parametrize("grade", ["1", "2"])
def test_grades_one_and_two_are_severe_whatever_the_type(disability_type: str, grade: str) -> None:
    assert certificate.is_severe(disability_type, grade) is True


@pytest.mark.parametrize("grade", ["3", "4"])
def test_grades_three_and_four_are_severe_only_if_intellectual_or_mental(grade: str) -> None:
    severe = {code for code in "123456" if certificate.is_severe(code, grade)}
    assert severe == {certificate.INTELLECTUAL, certificate.MENTAL}


def test_a_multiple_disability_depends_on_its_components_and_is_unknown_without_them() -> None:
    assert certificate.is_severe("7", "3") is None
    assert certificate.is_severe("7", "3", components={"1", "5"}) is True
    assert certificate.is_severe("7", "3", components={"1", "4"}) is False
    assert certificate.is_severe("7", "2") is True


@pytest.mark.parametrize(
    ("typed", "code"),
    [("视力", "1"), ("听力残疾", "2"), ("肢体", "4"), ("精神残疾 ", "6"), ("５", "5"), ("8", None), ("眼睛", None)],
)
def test_types_are_read_as_registers_write_them(typed: str, code: str | None) -> None:
    assert certificate.type_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [("一级", "1"), ("1级", "1"), ("壹级", "1"), ("Ⅱ级", "2"), ("贰级", "2"), ("3", "3"), ("四", "4"), ("五级", None)],
)
def test_grades_are_read_as_registers_write_them(typed: str, code: str | None) -> None:
    assert certificate.grade_code(typed) == code
