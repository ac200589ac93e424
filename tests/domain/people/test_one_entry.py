"""Every operation on people leaves exactly one entry in the audit, in the chain of the child's district."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.builders import number
from tests.domain.people.conftest import BORN, BY, NEXT_VILLAGE, ON, VILLAGE, account, entered

from gonghu.domain.people import operations as people
from gonghu.domain.people.facts import (
    AddressFacts,
    CareFacts,
    CategoryEnding,
    CircumstanceFacts,
    Decision,
    HealthFacts,
    NumberFacts,
    PersonCorrection,
    PersonFacts,
    PhoneFacts,
    ReviewFacts,
    SchoolFacts,
)
from gonghu.domain.people.models import Circumstance
from gonghu.domain.people.opening.found import ChildFound
from gonghu.domain.people.terms import (
    AddressKind,
    CareKind,
    Category,
    CircumstanceKind,
    ClosingReason,
    EndKind,
    FactKind,
    HealthKind,
    PhoneKind,
    RiskLevel,
    SchoolStage,
    SchoolState,
)
from gonghu.foundation.acting import NATION
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
LATER = ON + timedelta(days=31)
OF_THE_COUNTRY = {"settle_categories", "count_children", "take_back_files", "recognise_by_roll", "forget_roll"}
OF_THE_COUNTRY |= {"note_departments", "forget_departments", "plan_reviews", "call_for_review"}
OF_THE_COUNTRY |= {"note_clean", "forget_clean"}


def arguments() -> Iterator[tuple[Callable[..., Any], dict[str, Any]]]:
    """Give every operation with what to call it with; each stands on the ones before."""
    child, other = entered(), entered("张三峰", sequence=3)
    mine = {"child": child, **BY}
    of_me = {**mine, "person": child.pk}
    decision = Decision("民发〔2019〕62号", account("first").pk, account("second").pk)
    yield people.open_files, {"found": [ChildFound(1, "小明", VILLAGE)], **BY}
    yield people.take_back_files, {"children": [], "source_key": UUID(int=1), **BY}
    yield people.recognise_by_roll, {"children": {}, "source_key": UUID(int=1), "on": ON, **BY}
    nothing: dict[str, Any] = {"schools": {}, "disabilities": {}, "on": ON}
    yield people.note_departments, {**nothing, "source_key": UUID(int=1), **BY}
    yield from ((each, {"source_key": UUID(int=1), **BY}) for each in (people.forget_departments, people.forget_roll))
    facts = PersonFacts("小红", number=number(BORN, 2))
    yield people.record_child, {"facts": facts, "division_code": VILLAGE, **BY}
    yield people.correct_person, {**of_me, "said": PersonCorrection("张三丰")}
    yield people.issue_number, {**of_me, "facts": NumberFacts(number(BORN, 9)), "on": LATER}
    yield people.record_kin, {**mine, "facts": PersonFacts("张大山"), "relation": "51", "from_on": BORN}
    yield people.set_carer, {**mine, "facts": CareFacts(CareKind.NONE), "from_on": ON}
    yield people.set_address, {**of_me, "facts": AddressFacts(AddressKind.LIVING, VILLAGE, "一号"), "from_on": ON}
    yield people.set_phone, {**of_me, "facts": PhoneFacts(PhoneKind.OWN, "13800138000"), "from_on": ON}
    school = SchoolFacts(SchoolStage.PRIMARY, SchoolState.ENROLLED)
    yield people.record_schooling, {**mine, "facts": school, "from_on": ON}
    yield people.record_health, {**of_me, "facts": HealthFacts(HealthKind.HEALTHY), "from_on": ON}
    yield people.record_circumstance, {**of_me, "facts": CircumstanceFacts(CircumstanceKind.HIV_INFECTED, ON)}
    yield people.record_housemate, {**of_me, "relation": "02", "from_on": ON}
    known = Circumstance.objects.everywhere("test").get()
    yield people.end_fact, {**mine, "kind": FactKind.CIRCUMSTANCE, "fact": known.pk, "on": ON}
    yield people.assess_risk, {**mine, "level": RiskLevel.HIGH, "reasons": "独居"}
    yield people.take_up_file, mine
    merge = {"kept": child.pk, "merged": other.pk, "reason": "同一人", **BY}
    done: list[Any] = []
    yield lambda **words: done.append(people.merge_persons(**words)), merge
    yield people.split_persons, {"merge": done[0], **BY}
    assignment: list[Any] = []
    said = {"category": Category.ORPHAN, "from_on": date(2026, 11, 1), "decision": decision}
    yield lambda **words: assignment.append(people.assign_category(**words)), {**mine, **said}
    of_mine = {**mine, "assignment": assignment[0].pk}
    yield from of_reviews(of_mine)
    yield people.end_category, {**of_mine, "ending": CategoryEnding(ON, EndKind.ADOPTED, "收养登记证")}
    yield people.restore_category, {**of_mine, "reason": "办错了人"}
    people.end_category(**of_mine, ending=CategoryEnding(ON, EndKind.ADOPTED, "收养登记证"))
    yield from ((each, {"on": date(2027, 1, 1), **BY}) for each in (people.settle_categories, people.count_children))
    yield people.move_child, {**mine, "division_code": NEXT_VILLAGE, "on": LATER, "reason": "随迁"}
    yield people.close_file, {**mine, "reason": ClosingReason.MOVED_AWAY, "on": LATER}
    yield people.reopen_file, {**mine, "reason": "迁回"}
    yield people.seal_old_file, {**mine, "on": LATER}


def of_reviews(of_mine: dict[str, Any]) -> Iterator[tuple[Callable[..., Any], dict[str, Any]]]:
    child, mine = of_mine["child"], {name: said for name, said in of_mine.items() if name != "assignment"}
    yield people.plan_reviews, {"months": dict.fromkeys(Category, 12), **BY}
    yield people.call_for_review, {"children": [child.pk], "on": ON, **BY}
    yield people.note_clean, {"children": {child.pk: Category.ORPHAN}, "run": UUID(int=1), "on": ON, **BY}
    yield people.forget_clean, {"run": UUID(int=1), **BY}
    reviewed: list[Any] = []
    still = ReviewFacts(ON, "入户见到孩子", LATER, LATER)
    yield lambda **words: reviewed.append(people.review_category(**words)), {**of_mine, "facts": still}
    yield people.undo_review, {**mine, "review": reviewed[0].pk, "reason": "填错了孩子"}


def test_every_operation_leaves_one_entry_in_its_district() -> None:
    verbs = []
    for operation, words in arguments():
        before = set(AuditEntry.objects.values_list("pk", flat=True))
        operation(**words)
        left = list(AuditEntry.objects.exclude(pk__in=before))
        assert len(left) == 1, operation
        verb = left[0].verb.removeprefix("people.")
        assert left[0].chain == (NATION if verb in OF_THE_COUNTRY else "120112"), verb
        verbs.append(verb)
    assert sorted(verbs) == sorted(people.__all__)


def test_no_entry_names_a_child_a_number_or_a_sealed_fact() -> None:
    for operation, words in arguments():
        operation(**words)
    said = " ".join(f"{entry.purpose} {entry.detail} {entry.subject_key}" for entry in AuditEntry.objects.all())
    for word in ("张三丰", "HIV", number(BORN, 1), "13800138000"):
        assert word not in said
