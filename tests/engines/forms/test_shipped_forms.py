"""The forms that come with the program: each compiles, is filled in rightly and wrongly, and means what it says."""

import re
from typing import Any

import pytest
import yaml
from tests.forms import DAY, RIGHT, SHIPPED, right

from gonghu.domain.access.terms import Role
from gonghu.domain.people.card import card_fields
from gonghu.domain.questionnaires.shipped import FOLDER
from gonghu.domain.visits.terms import VisitOutcome
from gonghu.engines.forms import (
    MeaningRefused,
    answers,
    card_changes,
    objections,
    problems_told,
    read_meaning,
    wishes_told,
)

FORM_IDS = sorted(SHIPPED)
_TELLING = re.compile(r"(^|_)(name|phone|address|number|place|position|account)($|_)")
_SAYS = re.compile("姓名|电话|住在哪|地址|证号|账号")
# One answer that is wrong in each form: the question, what is answered, the reason.
WRONG: dict[str, tuple[str, Any, str]] = {
    "regular_visit": ("visited_on", "2026-03-03", "不能晚于今天"),
    "first_visit": ("carer_phone", "12", "请写手机号或带区号的座机"),
    "holiday_whereabouts": ("stay", "MOON", "不在选项里"),
    "home_safety": ("heating", "", "没有填"),
    "volunteer_safety": ("household", "", "没有填"),
    "problem_list": ("guarding", "NORMAL FATHER_NOT", "选了“正常”就不能再选别的"),
    "entrusted_care": ("carer_unfit", "NONE ABUSE", "选了“都没有”就不能再选别的"),
    "child_dictionary": ("disability_grade", "5", "一到四级"),
    "weekly_contact": ("contact_on", "昨天", "应填日期，如 2026-03-01"),
    "recheck": ("left_over", "", "没有填"),
    "harm_report": ("words", "", "没有填"),
    "sweep_household": ("outcome", "MOVED", "不在选项里"),
    "sweep_addition": ("label", "", "没有填"),
    "complaint": ("words", "长" * 2001, "最多 2000 个字"),
}


def test_every_form_that_was_asked_for_is_there() -> None:
    assert sorted(RIGHT) == FORM_IDS == sorted(WRONG) == sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_nobody_has_to_give_a_picture_or_a_place_and_everybody_is_told_what_it_is_for(form_id: str) -> None:
    rows = [[cell.strip() for cell in line.split("|")[2:-1]] for line in SHIPPED[form_id].source.splitlines()]
    names = next(row for row in rows if "hint" in row)
    asked = [dict(zip(names, row, strict=False)) for row in rows if row and row[0] in {"image", "geopoint"}]
    assert [each["name"] for each in asked if each["required"] or not re.search("用途|只用于", each["hint"])] == []


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_a_form_filled_in_rightly_gets_no_objection(form_id: str) -> None:
    form = SHIPPED[form_id].form
    said = answers(form, right(form_id), today=DAY)
    assert [str(each) for each in objections(form, said, today=DAY)] == []
    assert len(said.given) >= len(RIGHT[form_id]) - 1


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_a_form_filled_in_wrongly_is_refused_at_the_question_that_is_wrong(form_id: str) -> None:
    form = SHIPPED[form_id].form
    question, answer, reason = WRONG[form_id]
    said = answers(form, right(form_id, **{question: answer}), today=DAY)
    found = objections(form, said, today=DAY)
    assert [(each.field, each.reason) for each in found] == [(question, reason.replace("“", '"').replace("”", '"'))]


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_what_a_form_means_names_what_is_there(form_id: str) -> None:
    form = SHIPPED[form_id].form
    meaning = form.meaning
    assert set(meaning.questions) <= form.by_name.keys()
    assert set(meaning.card.values()) <= card_fields().keys()
    assert set(meaning.roles) <= set(Role.values)
    assert not meaning.outcome or {each.value for each in form.by_name[meaning.outcome].choices} == set(
        VisitOutcome.values
    )
    assert all(each.body and set(each.days.values()) <= set(range(1, 31)) for each in meaning.problems)
    # The hidden questions, and photos that nobody has to take.
    assert {"child", "task"} <= form.by_name.keys()
    assert form.warnings == ()


def test_names_telephones_places_and_numbers_are_masked() -> None:
    for form_id, each in SHIPPED.items():
        meaning, card = each.form.meaning, card_fields()
        hidden = {*meaning.masked, *(question for question, name in meaning.card.items() if card[name].masked)}
        hidden |= {question for fact, question in meaning.found.items() if fact in {"name", "number"}}
        telling = {
            field.name for field in each.form.fields
            if field.kind == "PLACE"
            or (field.kind == "TEXT" and (_TELLING.search(field.name) or _SAYS.search(field.label)))
        }  # fmt: skip
        assert telling <= hidden, form_id
    with pytest.raises(MeaningRefused, match="masked"):
        read_meaning("masked: {way: PART}")


def test_nothing_found_is_a_complete_answer() -> None:
    form = SHIPPED["regular_visit"].form
    said = answers(form, right("regular_visit", subsidy="FULL", more_problems="NO", problems=(), wish=""), today=DAY)
    assert objections(form, said, today=DAY) == []
    assert (problems_told(form, said), wishes_told(form, said)) == ((), ())


def test_a_visit_where_nobody_was_at_home_asks_nothing_more() -> None:
    form = SHIPPED["home_safety"].form
    said = answers(form, right("home_safety", outcome="NOT_AT_HOME"), today=DAY)
    assert objections(form, said, today=DAY) == []
    assert [each.field.name for each in said.given] == ["visited_on", "outcome"]


def test_answers_become_fields_of_the_card_problems_and_wishes() -> None:
    form = SHIPPED["regular_visit"].form
    said = answers(form, right("regular_visit"), today=DAY)
    assert card_changes(form, said) == {
        "subsidy_card_holder": "祖父母", "school_state": "ENROLLED", "school_class": "四年级2班"
    }  # fmt: skip
    told = [(each.title, each.answer, each.days, each.details) for each in problems_told(form, said)]
    assert told == [
        ("补贴没有足额或没有领到", "没有足额", 10, ""),
        ("居家安全问题", "居家安全", 5, "插线板烧黑了"),
    ]
    assert wishes_told(form, said) == ("一个足球",)


@pytest.mark.parametrize(
    "form_id", ["first_visit", "regular_visit", "holiday_whereabouts", "entrusted_care", "problem_list"]
)
def test_what_is_wrong_with_a_household_registration_is_the_polices_to_mend(form_id: str) -> None:
    form = SHIPPED[form_id].form
    found = [{"problem_kind": "REGISTRATION", "problem_words": "一直没有上户口"}]
    said = answers(form, right(form_id, more_problems="YES", problems=found), today=DAY)
    assert objections(form, said, today=DAY) == []
    (told,) = (each for each in problems_told(form, said) if each.kind == "REGISTRATION")
    assert (told.body, told.days, told.details) == ("公安派出所", 10, "一直没有上户口")


def test_the_list_of_problems_asks_after_registration_and_papers_of_birth() -> None:
    form = SHIPPED["problem_list"].form
    said = answers(form, right("problem_list", household="NOT_ENTERED NO_BIRTH_PAPER"), today=DAY)
    told = [(each.title, each.body) for each in problems_told(form, said) if each.kind == "REGISTRATION"]
    assert told == [("没有上户口", "公安派出所"), ("没有出生医学证明", "区县卫生健康委员会")]


def test_what_has_to_be_mended_in_a_home_can_be_described_whatever_it_is() -> None:
    form = SHIPPED["home_safety"].form
    smoke = right("home_safety", wiring="OK", heating="FIX_BY", words="烟道倒灌，先停用")
    said = answers(form, smoke, today=DAY)
    assert objections(form, said, today=DAY) == []
    assert [(each.title, each.details) for each in problems_told(form, said)] == [
        ("取暖可能一氧化碳中毒", "烟道倒灌，先停用")
    ]


def test_season_and_age_decide_what_is_looked_at_in_a_home() -> None:
    form = SHIPPED["home_safety"].form
    asked = {}
    for season, age in (("WINTER", "UNDER_3"), ("SUMMER", "OVER_14")):
        said = answers(form, right("home_safety", season=season, age=age), today=DAY)
        asked[season] = {place.field.name for place in said.places}
    assert asked["WINTER"] - asked["SUMMER"] == {"heating", "stove", "stairs", "windows"}
    assert asked["SUMMER"] - asked["WINTER"] == {"calling", "online", "way"}


def test_the_volunteers_check_asks_nothing_of_the_childs_file() -> None:
    form = SHIPPED["volunteer_safety"].form
    assert (form.meaning.shows_child, form.meaning.card, form.meaning.child) == (False, {}, "NONE")
    assert set(form.by_name).isdisjoint(card_fields())


def test_no_form_forces_a_photo_a_recording_or_a_position() -> None:
    for each in SHIPPED.values():
        optional = [field for field in each.form.fields if field.kind in {"PHOTO", "SOUND", "FILM", "PLACE"}]
        assert [field.name for field in optional if field.required] == []
        assert all("只用于" in field.hint for field in optional if field.kind == "PLACE")


def test_every_meaning_says_in_chinese_and_english_what_the_form_is_for() -> None:
    for form_id, each in SHIPPED.items():
        lines = [line for line in each.meaning.splitlines() if line.startswith("#")]
        assert len(lines) == 2, form_id
        assert yaml.safe_load(each.meaning)["roles"], form_id
