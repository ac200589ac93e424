"""Files opened for the children a screening found: each once, whoever is found again."""

import random
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.builders import number
from tests.domain.people.conftest import (
    AT,
    BORN,
    BY,
    NEXT_VILLAGE,
    ON,
    VILLAGE,
    XIQING_VILLAGE,
    employed,
    entered,
    file_of,
)

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Role
from gonghu.domain.people.facts import NumberFacts, SchoolFacts
from gonghu.domain.people.models import Child, IdentityNumber, Kinship, Person, Schooling
from gonghu.domain.people.opening.drafts import kind_of
from gonghu.domain.people.opening.found import ChildFound, OpenedFiles, ParentFound
from gonghu.domain.people.operations import close_file, issue_number, move_child, open_files, take_back_files
from gonghu.domain.people.operations.living import record_schooling
from gonghu.domain.people.terms import (
    ClosingReason,
    FileSource,
    FileState,
    NumberKind,
    SchoolStage,
    SchoolState,
    WithoutNumber,
)
from gonghu.foundation.audit.models import AuditEntry
from gonghu.standards.sex import FEMALE, MALE

pytestmark = pytest.mark.django_db

FATHER = ParentFound("51", "张大山", number(date(1985, 1, 2), 11))
MOTHER = ParentFound("52", "李红", number(date(1986, 3, 4), 22))
RUN = UUID(int=7)


def child(key: int = 1, name: str = "张三丰", sequence: int | None = 1, **more: Any) -> ChildFound:
    text = number(BORN, sequence) if sequence is not None else None
    said = {"division_code": VILLAGE, "parents": (FATHER, MOTHER), "born_on": BORN, **more}
    return ChildFound(key, name, number=text, **said)


def opened(*found: ChildFound) -> OpenedFiles:
    return open_files(found=found, source_key=RUN, **BY)


def counts() -> list[int]:
    return [model.objects.everywhere("test").count() for model in (Person, Child, IdentityNumber, Kinship)]


def test_a_child_is_opened_with_its_parents_and_numbers() -> None:
    done = opened(child())
    file = file_of(done.children[1])
    assert done.opened == {file.pk}
    assert (file.name, file.pinyin, file.initials, file.sex, file.born_on) == (
        "张三丰", "zhangsanfeng", "zsf", MALE, BORN,
    )  # fmt: skip
    assert (file.state, file.source, file.source_key, file.opened_on) == (
        FileState.LEAD, FileSource.SCREENING, RUN, ON,
    )  # fmt: skip
    assert (file.person.name, file.person.born_on, file.person.division_code) == ("张三丰", BORN, VILLAGE)
    kin = Kinship.objects.everywhere("test").filter(person=file.pk).select_related("relative").order_by("relation")
    assert [(row.relation, row.relative.name, row.relative.sex, row.from_on) for row in kin] == [
        ("51", "张大山", MALE, BORN), ("52", "李红", FEMALE, BORN),
    ]  # fmt: skip
    held = IdentityNumber.objects.everywhere("test").get(person=file.pk)
    assert held.number == number(BORN, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("11010519491231002X", NumberKind.CITIZEN),
        ("810000199408230021", NumberKind.PERMIT),
        ("911124198108030024", NumberKind.FOREIGNER),
        ("E12345678", NumberKind.OTHER),
    ],
)
def test_what_a_number_is_shows_in_its_form(text: str, kind: NumberKind) -> None:
    assert kind_of(text) == kind


def test_the_number_is_found_by_its_digest_and_its_last_four() -> None:
    key = opened(child()).children[1]
    rows = IdentityNumber.objects.everywhere("test")
    assert rows.get(number_index=number(BORN, 1)).person_id == key
    assert rows.get(tail_index=number(BORN, 1)[-4:]).person_id == key


def test_the_same_people_again_open_nothing() -> None:
    batch = [child(), child(2, "张小妹", 2), child(3, "无号", None, parents=()), child(4, "弃婴", None, born_on=None)]
    first = opened(*batch)
    before = counts()
    second = opened(*batch)
    assert (second.opened, second.children, counts()) == (frozenset(), first.children, before)


def test_brothers_and_sisters_have_the_same_parents() -> None:
    done = opened(child(), child(2, "张小妹", 2))
    rows = Kinship.objects.everywhere("test")
    assert rows.filter(person=done.children[1]).values("relative").union(
        rows.filter(person=done.children[2]).values("relative")
    ).count() == 2  # fmt: skip


def test_one_child_found_twice_in_a_run_is_one() -> None:
    done = opened(child(), child(2), child(3, "无号", None), child(4, "无号", None))
    assert done.children[1] == done.children[2]
    assert done.children[3] == done.children[4]
    assert len(done.opened) == 2


def test_twins_with_adjoining_numbers_are_two() -> None:
    done = opened(child(1, "张大宝", 1), child(2, "张二宝", 3))
    assert len(done.opened) == 2


def test_two_of_one_name_born_on_one_day_with_two_numbers_are_two() -> None:
    opened(child(1, "张伟", 1))
    assert len(opened(child(2, "张伟", 3)).opened) == 1


def test_a_child_entered_without_a_number_gets_the_one_a_roster_has() -> None:
    done = opened(child(1, "无号", None))
    assert file_of(done.children[1]).person.without_number == WithoutNumber.NOT_KNOWN
    later = opened(child(2, "无号", 5))
    assert later.children[2] == done.children[1]
    assert IdentityNumber.objects.everywhere("test").get(person=done.children[1]).number == number(BORN, 5)


def test_a_child_without_a_number_is_not_looked_for_elsewhere() -> None:
    opened(child(1, "无号", None))
    assert len(opened(child(2, "无号", None, division_code=NEXT_VILLAGE)).opened) == 1


def test_a_child_that_moved_is_found_where_it_was() -> None:
    done = opened(child(1, "无号", None))
    move_child(child=file_of(done.children[1]), division_code=NEXT_VILLAGE, on=ON, reason="随迁", **BY)
    assert opened(child(2, "无号", None)).children[2] == done.children[1]


def test_a_child_is_found_by_the_number_it_bore_before() -> None:
    held = entered()
    issue_number(child=held, person=held.pk, facts=NumberFacts(number(BORN, 9)), on=ON, **BY)
    done = opened(child())
    assert (done.children[1], done.opened) == (held.pk, frozenset())


def test_a_closed_file_stays_closed_and_is_told() -> None:
    key = opened(child()).children[1]
    close_file(child=file_of(key), reason=ClosingReason.MOVED_AWAY, on=ON, **BY)
    done = opened(child())
    assert done.closed == {key}
    assert not done.opened
    assert file_of(key).state == FileState.CLOSED.value


def test_a_parent_on_file_is_not_replaced_by_another() -> None:
    key = opened(child()).children[1]
    opened(child(parents=(ParentFound("51", "王五", number(date(1980, 5, 5), 31)),)))
    rows = Kinship.objects.everywhere("test").filter(person=key, relation="51")
    assert [row.relative.name for row in rows] == ["张大山"]


def test_a_parent_known_by_name_gets_the_number_later() -> None:
    key = opened(child(parents=(ParentFound("51", "张大山"),))).children[1]
    before = counts()[0]
    opened(child(parents=(FATHER,)))
    (kin,) = Kinship.objects.everywhere("test").filter(person=key)
    assert IdentityNumber.objects.everywhere("test").get(person=kin.relative_id).number == FATHER.number
    assert counts()[0] == before


def test_a_parent_who_is_found_as_a_child_keeps_the_key() -> None:
    mother = ParentFound("52", "小芳", number(date(2009, 5, 6), 2))
    done = opened(child(parents=(mother,)))
    young = opened(ChildFound(9, "小芳", VILLAGE, number=mother.number, born_on=date(2009, 5, 6)))
    (kin,) = Kinship.objects.everywhere("test").filter(person=done.children[1])
    assert young.children[9] == kin.relative_id
    assert young.opened == {kin.relative_id}
    assert file_of(kin.relative_id).name == "小芳"


def test_a_run_that_finds_nobody_is_written_down_too() -> None:
    opened()
    assert AuditEntry.objects.get().detail == {"found": 0, "opened": 0, "source": "SCREENING"}


def test_files_are_opened_only_where_screenings_may_be_run() -> None:
    with pytest.raises(NotPermitted):
        open_files(found=[child(division_code=XIQING_VILLAGE)], by=employed(Role.DISTRICT_OFFICER), at=AT)
    assert counts()[1] == 0


def test_a_run_is_taken_back_with_all_it_brought() -> None:
    done = opened(child(), child(2, "张小妹", 2), child(3, "无号", None, parents=()))
    assert take_back_files(children=done.children.values(), source_key=RUN, **BY) == set(done.children.values())
    assert counts() == [0, 0, 0, 0]


def test_a_file_somebody_worked_on_is_not_taken_back_and_keeps_its_parents() -> None:
    done = opened(child(), child(2, "张小妹", 2))
    facts = SchoolFacts(SchoolStage.PRIMARY, SchoolState.ENROLLED, "一小")
    record_schooling(child=file_of(done.children[1]), facts=facts, from_on=ON, **BY)
    assert take_back_files(children=done.children.values(), source_key=RUN, **BY) == {done.children[2]}
    assert counts() == [3, 1, 3, 2]
    assert Schooling.objects.everywhere("test").count() == 1


def test_files_of_another_run_are_not_taken_back() -> None:
    done = opened(child())
    assert take_back_files(children=done.children.values(), source_key=uuid4(), **BY) == frozenset()


def test_random_runs_agree_with_a_plain_register() -> None:
    """The slow reference: a number is one child; without one, name and village of one birth date are."""
    rng = random.Random(3)
    known: dict[object, UUID] = {}
    for _ in range(12):
        batch = []
        for key in range(rng.randrange(8)):
            sequence = rng.choice([None, *range(1, 9)])
            name = f"张{sequence}" if sequence else rng.choice(["无甲", "无乙"])
            batch.append(child(key, name, sequence, division_code=rng.choice([VILLAGE, NEXT_VILLAGE])))
        done = opened(*batch)
        for found in batch:
            identity = found.number or (found.name, found.division_code)
            assert known.setdefault(identity, done.children[found.key]) == done.children[found.key]
    assert len(set(known.values())) == len(known) == Child.objects.everywhere("test").count()
