"""From what a form says to the operation that writes it (表单到登记), one function a thing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gonghu.domain.benefits.queries import endings_in
from gonghu.domain.benefits.terms import EndingState
from gonghu.domain.people.facts import (
    AddressFacts,
    CareFacts,
    CategoryEnding,
    CircumstanceFacts,
    HealthFacts,
    NumberFacts,
    PersonCorrection,
    PersonFacts,
    PhoneFacts,
    SchoolFacts,
)
from gonghu.domain.people.operations import correct_person, files, issue_number, living, record_housemate
from gonghu.domain.people.operations.risk import assess_risk
from gonghu.domain.people.queries import ChildFile
from gonghu.domain.people.terms import (
    AddressKind,
    CareKind,
    CircumstanceKind,
    ClosingReason,
    EndKind,
    HealthKind,
    NumberKind,
    PhoneKind,
    RiskLevel,
    SchoolStage,
    SchoolState,
    Sex,
)
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.usecases.end_recognition import end_or_propose, undo_end
from gonghu.usecases.move_a_child import move_with_what_is_open

Said = Mapping[str, Any]


def kin(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter a relative."""
    living.record_kin(
        child=file.child,
        facts=PersonFacts(said["name"], Sex(said["sex"] or Sex.UNKNOWN), said["born_on"], number=said["number"]),
        relation=said["relation"],
        from_on=said["from_on"],
        evidence=said["evidence"],
        by=request.officer,
        at=request.at,
    )


def household(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter who lives in one household with the child."""
    record_housemate(
        child=file.child,
        person=UUID(said["person"]),
        relation=said["relation"],
        from_on=said["from_on"],
        evidence=said["evidence"],
        by=request.officer,
        at=request.at,
    )


def carer(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter who looks after the child."""
    living.set_carer(
        child=file.child,
        facts=CareFacts(
            CareKind(said["kind"]),
            UUID(said["carer"]) if said["carer"] else None,
            said["name"],
            said["relation"],
            said["note"],
            said["evidence"],
        ),
        from_on=said["from_on"],
        by=request.officer,
        at=request.at,
    )


def phone(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter a telephone."""
    living.set_phone(
        child=file.child,
        person=UUID(said["person"]),
        facts=PhoneFacts(PhoneKind(said["kind"]), said["number"], said["note"], said["evidence"]),
        from_on=said["from_on"],
        by=request.officer,
        at=request.at,
    )


def address(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter an address."""
    facts = AddressFacts(
        AddressKind(said["kind"]), said["division_code"], said["detail"], said["is_protected"], said["evidence"]
    )
    living.set_address(
        child=file.child,
        person=_person(file, said),
        facts=facts,
        from_on=said["from_on"],
        by=request.officer,
        at=request.at,
    )


def schooling(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter how the child stands with the school."""
    facts = SchoolFacts(
        SchoolStage(said["stage"]),
        SchoolState(said["state"]),
        said["school"],
        said["form"],
        said["boards"],
        said["note"],
        said["evidence"],
    )
    living.record_schooling(child=file.child, facts=facts, from_on=said["from_on"], by=request.officer, at=request.at)


def health(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter a record of health; of several illnesses the one of ``row`` is written anew."""
    facts = HealthFacts(
        HealthKind(said["kind"]), said["disability_type"], said["disability_grade"], said["detail"], said["evidence"],
        said["expires_on"],
    )  # fmt: skip
    living.record_health(
        child=file.child,
        person=_person(file, said),
        facts=facts,
        from_on=said["from_on"],
        by=request.officer,
        at=request.at,
        instead_of=said.get("row"),
    )


def circumstance(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter a circumstance of somebody of the family."""
    facts = CircumstanceFacts(
        CircumstanceKind(said["kind"]), said["from_on"], said["to_on"], said["basis"], said["note"]
    )
    living.record_circumstance(
        child=file.child, person=UUID(said["person"]), facts=facts, by=request.officer, at=request.at
    )


def risk(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter how great the risk is."""
    assess_risk(
        child=file.child, level=RiskLevel(said["level"]), reasons=said["reasons"], by=request.officer, at=request.at
    )


def move(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Let another village answer for the child."""
    move_with_what_is_open(
        child=file.child,
        division_code=said["division_code"],
        on=said["on"],
        reason=said["reason"],
        by=request.officer,
        at=request.at,
    )


def close(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Close the file."""
    reason = ClosingReason(said["reason"])
    files.close_file(
        child=file.child, reason=reason, on=said["on"], note=said["note"], by=request.officer, at=request.at
    )


def reopen(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Take the file up again."""
    files.reopen_file(child=file.child, reason=said["reason"], by=request.officer, at=request.at)


def person(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Correct who somebody is."""
    correction = PersonCorrection(
        name=said["name"],
        is_renamed=said["is_renamed"],
        former_name=said["former_name"],
        sex=Sex(said["sex"]) if said["sex"] else None,
        born_on=said["born_on"],
        died_on=said["died_on"],
        ethnic_group=said["ethnic_group"],
    )
    correct_person(child=file.child, person=UUID(said["person"]), said=correction, by=request.officer, at=request.at)


def number(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Enter which number somebody bears."""
    issue_number(
        child=file.child,
        person=UUID(said["person"]),
        facts=NumberFacts(said["number"], NumberKind(said["kind"]), said["reason"], said["counts"]),
        on=said["on"],
        by=request.officer,
        at=request.at,
    )


def category(request: DeskRequest, file: ChildFile, said: Said) -> Promise | None:
    """End a recognition, or propose that it ends."""
    proposed = end_or_propose(
        child=file.child,
        assignment=UUID(said["assignment"]),
        ending=CategoryEnding(said["happened_on"], EndKind(said["kind"]), said["reason"]),
        document=said["document"],
        by=request.officer,
        at=request.at,
    )
    if proposed:
        return _("已提出终止，等待另一位工作人员复核；复核以前仍然有效。")
    waits = endings_in(scope=request.officer.scope, states=(EndingState.PROPOSED,)).filter(child=file.child.pk)
    return _("已终止。相应的待遇已提出停发，由另一位工作人员确认。") if waits.exists() else None


def restored_category(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Let a recognition stand again that was ended by mistake."""
    assignment = UUID(said["assignment"])
    undo_end(child=file.child, assignment=assignment, reason=said["reason"], by=request.officer, at=request.at)


def seal(request: DeskRequest, file: ChildFile, said: Said) -> None:
    """Seal the file from before an adoption."""
    files.seal_old_file(child=file.child, on=said["on"], by=request.officer, at=request.at)


def _person(file: ChildFile, said: Said) -> UUID:
    """Give whom a form is about; nobody named is the child."""
    return UUID(said["person"]) if said["person"] else UUID(str(file.child.pk))
