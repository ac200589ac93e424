"""A box for a place shows its name with the code, and takes what it shows, unchanged or written over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from tests.children import child
from tests.interfaces.desk.children.conftest import with_purpose
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, Employ, SignedIn
from tests.interfaces.desk.forms_on_pages import FormFound, forms_of
from tests.officers import JINNAN

from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.models import Division
from gonghu.interfaces.desk.places import DivisionField

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
DISTRICT_SHOWN, TOWN_SHOWN = "天津市津南区 120112", "津南区咸水沽镇 120112100"
LISTS = (
    "children", "tasks", "findings", "recognitions", "recognitions/reviews", "applications", "visits/problems",
    "visits/wishes", "visits/calls", "organisations", "workforce", "workforce/register", "accounts",
)  # fmt: skip


@pytest.fixture
def district(employ: Employ, signed_in: SignedIn) -> Client:
    return with_purpose(signed_in(employ("district")))


def form_with(page: str, field: str, client: Client) -> FormFound:
    answer = client.get(page)
    assert answer.status_code == 200, page
    found, _links = forms_of(page, answer.content.decode())
    return next(form for form in found if form.fields.get(field))


def told(text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        DivisionField().clean(text)
    return str(refused.value.messages[0])


def test_what_stands_in_a_box_is_taken_for_every_place_that_there_is() -> None:
    field, codes = DivisionField(), set(Division.objects.values_list("code", flat=True))
    shown = {code: field.prepare_value(code) for code in codes}
    assert len(set(shown.values())) == len(codes) > 200
    assert [code for code in codes if shown[code].isdigit() or field.clean(shown[code]) != code] == []
    # As it was shown, so it stays.
    assert {field.prepare_value(text) for text in shown.values()} == set(shown.values())
    of_levels = [shown[code] for code in ("120000000000", JINNAN.ljust(12, "0"), XIANSHUIGU)]
    assert of_levels == ["天津市 12", DISTRICT_SHOWN, TOWN_SHOWN]


@pytest.mark.parametrize(
    ("page", "field", "code", "role"),
    [
        (f"/children/new?place={VILLAGE}", "division_code", VILLAGE, Role.DISTRICT_OFFICER),
        (f"/workforce/appoint?place={VILLAGE}", "division_code", VILLAGE, Role.DISTRICT_OFFICER),
        ("/children/CHILD/edit/address", "division_code", VILLAGE, Role.DISTRICT_OFFICER),
        ("/questionnaires/new", "division_code", JINNAN, Role.DISTRICT_OFFICER),
        ("/rosters/new", "division_code", JINNAN, Role.DISTRICT_OFFICER),
        ("/rosters/agreements/new", "division_code", JINNAN, Role.DISTRICT_OFFICER),
        ("/runs/", "place", JINNAN, Role.DISTRICT_OFFICER),
        ("/sweeps/new", "division_code", JINNAN, Role.DISTRICT_OFFICER),
        ("/visits/calls/new", "place", JINNAN, Role.DISTRICT_OFFICER),
        ("/payrolls/new", "division_code", JINNAN, Role.FINANCE_OFFICER),
        ("/budgets/", "place", JINNAN, Role.FINANCE_OFFICER),
    ],
)
def test_a_form_that_comes_filled_in_shows_the_name_and_sends_the_same_place(
    page: str, field: str, code: str, role: Role, employ: Employ, signed_in: SignedIn
) -> None:
    client = with_purpose(signed_in(employ("officer", role)))
    form = form_with(page.replace("CHILD", str(child().pk)), field, client)
    (shown,) = form.fields[field]
    assert shown.startswith(DISTRICT_SHOWN if code == JINNAN else "津南区咸水沽镇")
    assert DivisionField().clean(shown) == code.ljust(12, "0")


@pytest.mark.parametrize("page", LISTS)
def test_a_filter_that_was_sent_shows_the_name_and_is_sent_again_alike(district: Client, page: str) -> None:
    first, again = (district.get(f"/{page}/", {"place": place}) for place in (XIANSHUIGU, TOWN_SHOWN))
    form = form_with(f"/{page}/?place={XIANSHUIGU}", "place", district)
    assert form.fields["place"] == [TOWN_SHOWN]
    assert form_with(f"/{page}/?place={TOWN_SHOWN}", "place", district).fields["place"] == [TOWN_SHOWN]
    chips = [[(chip.label, chip.value) for chip in answer.context.get("chips") or ()] for answer in (first, again)]
    assert chips[0] == chips[1]
    assert "is-wrong" not in again.content.decode()


def test_two_places_of_one_name_are_told_apart_and_each_box_keeps_its_own() -> None:
    village = Division.objects.get(code=VILLAGE)
    twin = Division.objects.exclude(parent_code=village.parent_code).filter(level=village.level).first()
    assert twin is not None
    Division.objects.filter(pk=twin.pk).update(name=village.name)
    field = DivisionField()
    assert [field.clean(field.prepare_value(code)) for code in (VILLAGE, twin.code)] == [VILLAGE, twin.code]
    ambiguous = told(village.name)
    assert "不止一个，请写代码" in ambiguous
    assert (VILLAGE in ambiguous, twin.code in ambiguous) == (True, True)
    # A line of what was told may be written as it stands.
    full = next(line for line in ambiguous.partition("：")[2].split("、") if twin.code in line)
    assert field.clean(full) == twin.code


def test_names_pinyin_and_codes_typed_by_hand_do_as_before() -> None:
    field = DivisionField(required=False)
    typed = ("咸水沽镇", "xianshuigu", "120112100", XIANSHUIGU, " 120112100 ")
    assert {field.clean(text) for text in typed} == {XIANSHUIGU}
    assert (field.clean(""), field.prepare_value(""), field.prepare_value(None)) == ("", "", None)
    assert [field.prepare_value(text) for text in ("咸水沽镇", "12011", "990000")] == ["咸水沽镇", "12011", "990000"]
    assert told("12011").startswith("“12011”不是区划代码")
    assert told("120199") == "没有代码为 120199 的区划，请在“行政区划”页核对。"
    assert told("双新街道 120199") == "没有代码为 120199 的区划，请在“行政区划”页核对。"


def test_a_name_written_over_and_its_code_forgotten_is_no_place() -> None:
    answer = told("津南区双新街道 120112100")
    assert answer == "名称“津南区双新街道”与代码不符（代码是 津南区咸水沽镇 120112100 的），请只写名称或只写代码。"


def test_a_kept_address_holds_when_the_place_is_called_otherwise(district: Client) -> None:
    now = Division.objects.get(code=XIANSHUIGU)
    Division.objects.filter(pk=now.pk).update(name="咸水沽街道", valid_from=timezone.localdate())
    before, was = timezone.localdate() - timedelta(days=1), Division.objects.get(pk=now.pk)
    was.pk, was.name, was.valid_from, was.valid_to = None, "咸水沽镇", None, before
    was.save()
    assert form_with(f"/children/?place={TOWN_SHOWN}", "place", district).fields["place"] == [TOWN_SHOWN]
    assert DivisionField().clean(TOWN_SHOWN) == XIANSHUIGU
