"""The tree of reasons for those who may not know what is sealed."""

from gonghu.domain.access.terms import VERIFIED as TOLD_TO_OFFICERS
from gonghu.domain.access.terms import SealedKind
from gonghu.engines.policy import Reason, in_open_form, load_packs, secrets_in
from gonghu.engines.policy.evidence import Evidence
from gonghu.engines.policy.facts import secret_of
from gonghu.engines.reporting.sealing import VERIFIED

ROW = Evidence("在押服刑人员名册", "司法", "司法局.xlsx", "", 7, (("状态", "在押"),))
PRISON = Reason("父亲服刑在押", True, evidence=(ROW,), sealed="PRISON")
DETOX = Reason("父亲强制隔离戒毒", False, sealed="DETOX")
ILL = Reason("父亲重病", False)


def everything(reason: Reason) -> str:
    return repr(reason.as_json())


def test_secrets_side_by_side_become_one_answer() -> None:
    shown = in_open_form(
        Reason("父亲无力履行", True, sign="any", parts=(ILL, PRISON, DETOX)), may=lambda _: False, verified=VERIFIED
    )
    assert [(part.text, part.value) for part in shown.parts] == [("父亲重病", False), (VERIFIED, True)]
    assert all(word not in everything(shown) for word in ("服刑", "戒毒", "司法局", "在押"))


def test_of_two_secrets_the_one_that_may_be_told_is_told() -> None:
    whole = Reason("父亲无力履行", True, sign="any", parts=(PRISON, DETOX))
    shown = in_open_form(whole, may=lambda told: told == "PRISON", verified=VERIFIED)
    assert [part.text for part in shown.parts] == ["父亲服刑在押", VERIFIED]
    assert in_open_form(whole, may=lambda _: True, verified=VERIFIED) == whole


def test_a_secret_by_itself_keeps_its_answer_only() -> None:
    assert in_open_form(PRISON, may=lambda _: False, verified=VERIFIED) == Reason(VERIFIED, True)
    assert set(secrets_in(Reason("甲", True, parts=(PRISON, DETOX)))) == {"PRISON", "DETOX"}


def test_secrets_of_the_pack_are_kinds_that_officers_know() -> None:
    secrets = {secret_of(fact) for fact in load_packs(division="120112").facts.values()} - {""}
    assert secrets == {"PRISON", "DETOX", "HIV", "ADOPTION"}
    assert secrets <= {kind.value for kind in SealedKind}
    assert VERIFIED == TOLD_TO_OFFICERS
