"""Children assigned to a post that sees no others, and an emergency that opens one file elsewhere."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.children import child
from tests.interfaces.desk.conftest import XIQING, Employ, SignedIn
from tests.officers import JINNAN, TYPED

from gonghu.domain.access.models import Account, BreakGlass, Post
from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.operations import found_organisation, sign_contract
from gonghu.domain.organisations.terms import ContractTerms, OrganisationKind
from gonghu.domain.people.models import Child
from gonghu.foundation.acting import SYSTEM
from gonghu.standards import citizen_number
from gonghu.usecases.demonstration import employ as employ_players
from gonghu.usecases.demonstration import players_of
from gonghu.usecases.demonstration_assigned import WORKERS, assign_some

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
FAR_VILLAGE = "120111001001"


def numbers(stem: str) -> str:
    return next(f"{stem}{last}" for last in "0123456789X" if citizen_number.key(f"{stem}{last}"))


NEAR, FAR = numbers("12011220150211001"), numbers("12011120150211003")


def post_of(role: Role) -> Post:
    return Post.objects.everywhere("a test looks").get(role=role)


def sent(number: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "numbers": number, "contract": "", "from_on": today.isoformat(),
        "to_on": (today + timedelta(days=30)).isoformat(),
    }  # fmt: skip


def seen_by(account: Account, signed_in: SignedIn, key: object) -> int:
    return signed_in(account).get(f"/children/{key}/").status_code


def test_a_counsellor_sees_a_child_while_it_is_assigned(employ: Employ, signed_in: SignedIn) -> None:
    near = child("张小明", number=NEAR)
    child("远方", village=FAR_VILLAGE, number=FAR)
    boss, counsellor = signed_in(employ("wang")), employ("lu", Role.COUNSELLOR)
    address = f"/accounts/posts/{post_of(Role.COUNSELLOR).pk}/children"
    assert seen_by(counsellor, signed_in, near.pk) == 403
    assert "指派儿童" in boss.get(address.removesuffix("children")).content.decode()
    for wrong, words in (
        (FAR, "第 1 行没有查到"),
        ("1201", "不是完整有效"),
        (numbers("12011220150211005"), "没有查到"),
    ):
        answer = boss.post(address, sent(wrong))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert boss.post(address, sent(NEAR)).status_code == 302
    page = boss.get(address)
    assert "张**" in page.content.decode()
    assert NEAR not in page.content.decode()
    assert seen_by(counsellor, signed_in, near.pk) != 403
    assert boss.post(address, {"release": "nothing"}).status_code == 404
    assert boss.post(address, {"release": str(page.context["rows"][0]["row"].pk)}).status_code == 302
    assert seen_by(counsellor, signed_in, near.pk) == 403


def test_a_foundling_is_chosen_by_search_and_the_agency_sees_it_until_the_contract_ends(
    employ: Employ, signed_in: SignedIn
) -> None:
    foundling, at, today = child("津福"), timezone.now(), timezone.localdate()
    boss = signed_in(employ("wang"))
    agency = found_organisation(kind=OrganisationKind.AGENCY, name="同心社工", division_code=JINNAN, by=SYSTEM, at=at)
    found_organisation(kind=OrganisationKind.AGENCY, name="远方社工", division_code=XIQING, by=SYSTEM, at=at)
    bureau = found_organisation(kind=OrganisationKind.BUREAU, name="民政局", division_code=JINNAN, by=SYSTEM, at=at)
    terms = ContractTerms("01", "社工服务", today - timedelta(days=1), today + timedelta(days=90), 1)
    contract = sign_contract(buyer=bureau, provider=agency, terms=terms, by=SYSTEM, at=at)
    said = {
        "role": "AGENCY_SOCIAL_WORKER", "division_code": JINNAN, "from_on": today.isoformat(),
        "sign_in_name": "chen", "display_name": "陈晓", "organisation": "远方社工",
    }  # fmt: skip
    assert "没有叫“远方社工”的机构" in boss.post("/accounts/new", said).content.decode()
    assert boss.post("/accounts/new", {**said, "organisation": "同心社工"}).status_code == 200
    worker = Account.objects.everywhere("a test looks").get(sign_in_name="chen")
    worker.must_change_password = False
    worker.save()
    address = f"/accounts/posts/{post_of(Role.AGENCY_SOCIAL_WORKER).pk}/children"
    assert boss.post(address, {**sent(""), "contract": str(contract.pk)}).status_code == 422
    found = f"{address}?text=jinfu"
    assert str(foundling.pk) in boss.get(found).content.decode()
    chosen = {**sent(""), "chosen": [str(foundling.pk)], "contract": str(contract.pk)}
    assert boss.post(found, chosen).status_code == 302
    assert seen_by(worker, signed_in, foundling.pk) != 403
    ended = {"on": (today - timedelta(days=1)).isoformat()}
    assert boss.post(f"/organisations/contracts/{contract.pk}/end", ended).status_code == 302
    assert seen_by(worker, signed_in, foundling.pk) == 403


def test_in_the_demonstration_workers_see_the_three_children_assigned_to_them(signed_in: SignedIn) -> None:
    at = timezone.now()
    for number in range(9):
        made = child(f"孩子{number}")
        Child.objects.everywhere("a test writes").filter(pk=made.pk).update(category="SEVERE")
    players = players_of(district=JINNAN, town="120112100000", villages=[], towns=[])
    accounts = employ_players(players=players, password=TYPED, at=at)
    assign_some(accounts=accounts, at=at)
    for worker in WORKERS:
        assert len(signed_in(accounts[worker]).get("/children/").context["rows"]) == 3


def test_children_are_not_assigned_to_posts_elsewhere_or_that_see_all(employ: Employ, signed_in: SignedIn) -> None:
    boss = signed_in(employ("wang"))
    employ("far", Role.COUNSELLOR, XIQING)
    employ("lin", Role.FINANCE_OFFICER)
    for role in (Role.COUNSELLOR, Role.FINANCE_OFFICER):
        assert boss.get(f"/accounts/posts/{post_of(role).pk}/children").status_code == 404


def test_an_emergency_opens_one_file_by_its_number_or_by_the_page_that_did_not_open(
    employ: Employ, signed_in: SignedIn
) -> None:
    far, other = child("远方", village=FAR_VILLAGE, number=FAR), child("别处", village=FAR_VILLAGE)
    client: Client = signed_in(employ("wang"))
    closed = client.get(f"/children/{far.pk}/")
    assert closed.status_code == 404
    hint = closed.content.decode().split('href="/emergencies/new?hint=')[1].split('"')[0]
    said = {"reason": "走失儿童在派出所，需要核对监护人电话", "minutes": "30"}
    stranger = signed_in(employ("zhou"))
    assert stranger.post(f"/emergencies/new?hint={hint}", said).status_code == 422
    opened = client.post(f"/emergencies/new?hint={hint}", said)
    assert opened["Location"] == f"/children/{far.pk}/"
    assert client.get(f"/children/{far.pk}/").status_code != 404
    assert client.get(f"/children/{other.pk}/").status_code == 404
    by_number = stranger.post("/emergencies/new", {**said, "number": FAR})
    assert by_number["Location"] == f"/children/{far.pk}/"
    assert BreakGlass.objects.everywhere("a test counts").filter(child_key=far.pk).count() == 2
