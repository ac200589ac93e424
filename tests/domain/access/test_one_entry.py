"""Every operation leaves exactly one entry in the audit, in the chain of the district it is about."""

import ast
import inspect
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.functional import cached_property
from tests.authenticator import code_at
from tests.domain.access.conftest import AT, JINNAN, ON, SINCE, VILLAGE, Employ, acting, post_of

from gonghu.domain.access import operations as access
from gonghu.domain.access.models import AccessGrant, Account, BreakGlass, Consent, Device, Post, Purpose
from gonghu.domain.access.operations.telephone_keys import SIGNED, telephone_challenge
from gonghu.domain.access.privacy_terms import (
    ConsentGiven,
    ConsentGiver,
    ConsentScope,
    LegalBasis,
    PurposeTerms,
    RecordKind,
    RetentionChoice,
)
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.organisations import operations as organisations
from gonghu.domain.organisations.models import Organisation, Place, ServiceContract
from gonghu.domain.organisations.terms import ContractTerms, OrganisationKind, RoomFunction, StationState
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": SYSTEM, "at": AT}
LAST = ON + timedelta(days=10)
CHILD = UUID(int=9)
SIGNING_IN = {
    "sign_in", "sign_in_with_card", "sign_in_with_telephone", "give_code",
    "bind_wechat", "give_wechat_ticket", "sign_in_with_wechat", "leave_wechat",
}  # fmt: skip


def purpose(title: str) -> dict[str, Any]:
    terms = PurposeTerms(title, LegalBasis.STATUTORY_DUTY, "第十三条第三项", "户籍、残疾、学籍")
    return {"division_code": JINNAN, "terms": terms, "from_on": SINCE}


def consent_to(scope: ConsentScope) -> dict[str, Any]:
    given = ConsentGiven(scope, ConsentGiver.GUARDIAN, "刘桂兰", "2026-1", SINCE)
    return {"child_key": CHILD, "division_code": VILLAGE, "given": given}


class Office:
    """What the operations are done to, made when it is first asked for."""

    def __init__(self, employ: Employ) -> None:
        self.employ = employ

    @cached_property
    def boss(self) -> Account:
        return self.employ(Role.DISTRICT_OFFICER)

    @cached_property
    def director(self) -> Account:
        return self.employ(Role.VILLAGE_DIRECTOR, VILLAGE, name="director")

    @cached_property
    def nobody(self) -> Account:
        return self.employ(name="nobody")

    @cached_property
    def post(self) -> Post:
        return post_of(self.director)

    @cached_property
    def listed(self) -> Post:
        return post_of(self.employ(Role.COUNSELLOR))

    @cached_property
    def empty(self) -> Post:
        return access.set_up_post(role=Role.VILLAGE_DIRECTOR, division_code=VILLAGE, from_on=SINCE, **BY)

    @cached_property
    def password(self) -> str:
        return access.reset_password(account=self.director, **BY).password

    @cached_property
    def grant(self) -> AccessGrant:
        return access.ask_access(
            post=self.post, division_code=JINNAN, purpose="核查", until_on=LAST, by=acting(self.director), at=AT
        )

    @cached_property
    def emergency(self) -> BreakGlass:
        return access.break_glass(
            child_key=CHILD, division_code=JINNAN, reason="走失儿童需要核对监护人", minutes=5,
            by=acting(self.director), at=AT,
        )  # fmt: skip

    @cached_property
    def consent(self) -> Consent:
        return access.record_consent(**consent_to(ConsentScope.DONOR), by=acting(self.director), at=AT)

    @cached_property
    def purpose(self) -> Purpose:
        return access.register_purpose(**purpose("走访探视"), **BY)

    @cached_property
    def secret(self) -> str:
        return access.start_second_factor(account=self.director, by=acting(self.director), at=AT).secret

    @cached_property
    def confirmed(self) -> str:
        shown = code_at(self.secret, AT)
        access.confirm_second_factor(account=self.director, code=shown, by=acting(self.director), at=AT)
        return self.secret

    @cached_property
    def card(self) -> str:
        return access.make_login_card(account=self.director, **BY).token

    @cached_property
    def invitation(self) -> str:
        return access.invite_wechat(account=self.director, **BY).code

    @cached_property
    def ticket(self) -> str:
        return access.give_wechat_ticket(identify=lambda: "o-director", at=AT, address="203.0.113.7").token

    @cached_property
    def telephone(self) -> Device:
        made: dict[str, Any] = {"device": UUID(int=8), "label": "旧手机", "public_key": ""}
        return access.register_device(account=self.director, **made, by=acting(self.director), at=AT)

    @cached_property
    def bureau(self) -> Organisation:
        return organisations.found_organisation(kind=OrganisationKind.BUREAU, name="民政局", division_code=JINNAN, **BY)

    @cached_property
    def station(self) -> Organisation:
        return organisations.found_organisation(
            kind=OrganisationKind.VILLAGE_STATION, name="站", division_code=VILLAGE, **BY
        )

    @cached_property
    def place(self) -> Place:
        return organisations.open_place(organisation=self.station, name="楼", on=SINCE, **BY)

    @cached_property
    def contract(self) -> ServiceContract:
        terms = ContractTerms("1", "服务", SINCE, LAST, 1)
        return organisations.sign_contract(buyer=self.bureau, provider=self.station, terms=terms, **BY)


def arguments(office: Office) -> Iterator[tuple[Callable[..., object], dict[str, Any]]]:
    """Give every operation with what to call it with; whatever is needed is made on the way."""
    me = {"by": acting(office.director), "at": AT}
    account: dict[str, Any] = {"account": office.director}
    post, later = {"post": office.post}, AT + timedelta(minutes=1)
    signing = {"at": AT, "address": "203.0.113.7"}
    yield access.allow, {"role": Role.REVIEWER, "permission": Permission.EXPORT, "reason": "文号", **BY}
    yield access.forbid, {"role": Role.REVIEWER, "permission": Permission.EXPORT, "reason": "文号", **BY}
    yield access.appoint, {"post": office.empty, "account": office.nobody, "from_on": ON, **BY}
    yield access.ask_access, {**post, "division_code": JINNAN, "purpose": "核查", "until_on": LAST, **me}
    yield access.sign_access, {"grant": office.grant, "by": acting(office.boss), "at": AT}
    yield access.end_access, {"grant": office.grant, **me}
    yield access.assign_children, {"post": office.listed, "children": [CHILD], "from_on": ON, "to_on": LAST, **BY}
    yield access.release_children, {"post": office.listed, "children": [CHILD], "on": ON, **BY}
    yield access.break_glass, {
        "child_key": CHILD, "division_code": JINNAN, "reason": "走失儿童需要核对监护人", "minutes": 5, **me,
    }  # fmt: skip
    yield access.miss_break_glass, {"reason": "走失儿童需要核对监护人", **me}
    yield access.review_break_glass, {
        "emergency": office.emergency, "justified": True, "by": acting(office.boss), "at": AT,
    }  # fmt: skip
    yield from of_privacy(office, me)
    yield access.create_account, {"sign_in_name": "new", "display_name": "新", "division_code": JINNAN, **BY}
    yield access.change_password, {**account, "old": office.password, "new": "山高水长-7-blue", **me}
    yield access.reset_password, {**account, **BY}
    yield access.start_second_factor, {**account, **me}
    yield access.confirm_second_factor, {**account, "code": code_at(office.secret, AT), **me}
    yield access.give_code, {**account, "code": code_at(office.secret, later), "at": later}
    yield access.remove_second_factor, {**account, **BY}
    yield access.make_login_card, {**account, **BY}
    yield access.sign_in_with_card, {"token": office.card, **signing}
    yield access.withdraw_login_cards, {**account, **BY}
    yield from of_wechat(office, signing)
    yield access.sign_in, {"name": "director", "password": access.reset_password(**account, **BY).password, **signing}
    yield access.unlock_account, {**account, **BY}
    yield from of_telephones(office, signing)
    yield access.end_sessions, {**account, **BY}
    yield access.disable_account, {**account, **BY}
    yield access.enable_account, {**account, **BY}
    yield access.hand_over_post, {**post, "to": office.nobody, "on": ON, **BY}
    yield access.vacate_post, {**post, "on": LAST, **BY}
    yield access.close_post, {**post, "on": LAST, "reason": "撤并", **BY}
    yield access.set_up_post, {"role": Role.VILLAGE_DIRECTOR, "division_code": VILLAGE, "from_on": ON, **BY}
    yield from of_organisations(office)


def of_telephones(office: Office, signing: dict[str, Any]) -> Iterator[tuple[Callable[..., object], dict[str, Any]]]:
    me: dict[str, Any] = {"by": acting(office.director), "at": AT}
    telephone = {"device": UUID(int=7), "account": office.director}
    yield access.register_device, {**telephone, "label": "红米", "public_key": "", **me}
    yield access.unlock_device, {**telephone, **me}
    yield access.meet_device, {**telephone, "by": acting(office.director), "at": AT + timedelta(hours=1)}
    yield access.seal_device, {"device": office.telephone, **me}
    yield access.hand_in_rescue, {"device": office.telephone, "records": 3, **BY}
    yield access.reopen_device, {"device": office.telephone, **BY}
    pair, device = ec.generate_private_key(ec.SECP256R1()), UUID(int=10)
    point = pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    public = b64encode(point).decode()
    access.register_device(device=device, account=office.director, label="新手机", public_key=public, **me)
    challenge = telephone_challenge(device=device, at=signing["at"])
    halves = decode_dss_signature(pair.sign(f"{SIGNED}\n{challenge}".encode(), ec.ECDSA(SHA256())))
    signature = b"".join(each.to_bytes(32, "big") for each in halves)
    yield access.sign_in_with_telephone, {"device": device, "challenge": challenge, "signature": signature, **signing}


def of_wechat(office: Office, signing: dict[str, Any]) -> Iterator[tuple[Callable[..., object], dict[str, Any]]]:
    wechat: dict[str, Any] = {"identify": lambda: "o-director", **signing}
    yield access.invite_wechat, {"account": office.director, **BY}
    yield access.bind_wechat, {**wechat, "invitation": office.invitation}
    yield access.give_wechat_ticket, wechat
    yield access.sign_in_with_wechat, {"ticket": office.ticket, **signing}
    yield access.leave_wechat, wechat
    yield access.unbind_wechat, {"account": office.director, **BY}


def of_organisations(office: Office) -> Iterator[tuple[Callable[..., object], dict[str, Any]]]:
    yield organisations.found_organisation, {
        "kind": OrganisationKind.AGENCY, "name": "社工中心", "division_code": JINNAN, **BY,
    }  # fmt: skip
    yield organisations.change_duty_phone, {"organisation": office.station, "duty_phone": "1", **BY}
    yield organisations.place_under, {"organisation": office.station, "parent": office.bureau, "on": ON, **BY}
    yield organisations.advance_station, {"station": office.station, "to": StationState.PLANNED, "on": ON, **BY}
    yield organisations.open_place, {"organisation": office.station, "name": "二楼", "on": ON, **BY}
    yield organisations.add_room, {
        "place": office.place, "name": "室", "function": RoomFunction.OTHER, "area_square_metres": Decimal(9), **BY,
    }  # fmt: skip
    yield organisations.set_opening_hours, {"place": office.place, "hours": [(1, time(9), time(10))], **BY}
    yield organisations.sign_contract, {
        "buyer": office.bureau, "provider": office.station, "terms": ContractTerms("2", "服务", ON, LAST, 1), **BY,
    }  # fmt: skip
    yield organisations.end_contract, {"contract": office.contract, "on": ON, **BY}
    yield organisations.close_organisation, {"organisation": office.station, "on": LAST, **BY}


def of_privacy(office: Office, me: dict[str, Any]) -> Iterator[tuple[Callable[..., object], dict[str, Any]]]:
    yield access.record_reading, {
        "child_key": CHILD, "division_code": JINNAN, "purpose": "走访", "fields": ["name"], **me,
    }  # fmt: skip
    yield access.record_area_reading, {"children": [CHILD], "purpose": "走访", **me}
    yield access.record_export, {
        "kind": "children", "rows": 3, "columns": ["姓名"], "by": acting(office.boss), "at": AT,
    }  # fmt: skip
    yield access.record_consent, {**consent_to(ConsentScope.PHOTOGRAPH), **me}
    yield access.consents_follow_child, {"child_key": CHILD, "division_code": JINNAN, **BY}
    yield access.withdraw_consent, {"consent": office.consent, "on": ON, **me}
    yield access.register_purpose, {**purpose("政策找人"), **BY}
    yield access.assess_purpose, {"purpose": office.purpose, "assessment": "评估报告", "on": ON, **BY}
    yield access.end_purpose, {"purpose": office.purpose, "on": ON, **BY}
    yield access.set_retention, {
        "division_code": JINNAN, "record_kind": RecordKind.DELIVERY, "months": 6, "document": "档案保管期限表", **BY,
    }  # fmt: skip
    yield access.decide_retention, {
        "record_kind": RecordKind.DELIVERY, "record_key": CHILD, "division_code": JINNAN, "reason": "已核对完毕",
        "choice": RetentionChoice.DESTROY, "by": acting(office.boss), "at": AT,
    }  # fmt: skip


def test_every_operation_leaves_one_entry_in_its_district(employ: Employ) -> None:
    done = set()
    for operation, words in arguments(Office(employ)):
        before = set(AuditEntry.objects.values_list("pk", flat=True))
        operation(**words)
        left = list(AuditEntry.objects.exclude(pk__in=before))
        assert len(left) == 1, operation.__name__
        of_country = operation in (access.allow, access.forbid)
        assert left[0].chain == ("000000" if of_country else "120112"), operation.__name__
        done.add(operation.__name__)
    assert done == {*access.__all__, *public_functions(organisations)}


def public_functions(module: ModuleType) -> list[str]:
    tree = ast.parse(inspect.getsource(module))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


@pytest.mark.parametrize("name", [*access.__all__, *public_functions(organisations)])
def test_every_operation_is_told_by_name_who_acts_and_when(name: str) -> None:
    operation = getattr(access, name, None) or getattr(organisations, name)
    parameters = inspect.signature(operation).parameters
    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    # Who signs in is nobody yet.
    assert "at" in parameters
    assert ("by" in parameters) != (name in SIGNING_IN)
