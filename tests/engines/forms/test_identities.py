"""What a form says of an identity number while it is filled in is what the server says afterwards."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms import DAY, RIGHT, SHIPPED, Filling, filled

from gonghu.engines.forms import answers, numbers_doubted, objections, read_instance
from gonghu.engines.forms.expressions import Conditions
from gonghu.engines.forms.shadows import shadow_of
from gonghu.standards.citizen_number import check_character

FORM = SHIPPED["child_dictionary"].form
CONDITIONS = Conditions(FORM)
NUMBERS = ("found", "father", "mother", "carer")
OTHERS = {"carer_relation": "62", "carer_name": "李桂兰", "mother_known": "YES", "mother_state": "AWAY"}


def worked_out(said: Filling) -> Mapping[str, str]:
    """Work out what the form says of each number, as a telephone does while somebody types."""
    shadow = shadow_of(FORM, read_instance(filled(FORM, {**RIGHT["child_dictionary"], **said})))
    nodes = {place.field.name: place.node for place in shadow.places}
    for name in [f"{who}_{step}" for who in NUMBERS for step in ("sum", "doubt")]:
        value = CONDITIONS.value(FORM.by_name[name].calculate, nodes[name], DAY)
        nodes[name].text = str(int(value)) if isinstance(value, float) else str(value)
    return {who: nodes[f"{who}_doubt"].text or "" for who in NUMBERS}


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_telephone_and_the_server_doubt_the_same_numbers_and_refuse_none(dice: Random) -> None:
    born = date(2009, 1, 1) + timedelta(days=dice.randrange(6000))
    first = f"120112{born:%Y%m%d}{dice.randrange(1000):03}"
    number = first + check_character(first)
    place = dice.randrange(18)
    mistyped = number[:place] + dice.choice("0123456789") + number[place + 1 :]
    text = dice.choice((number, number, number.lower(), mistyped, number[:-1], f"{number}1", "不知道"))
    said: Filling = {
        **OTHERS, **{f"{who}_number": text for who in NUMBERS},
        "found_born_on": dice.choice((born, born + timedelta(days=1), "")), "found_sex": dice.choice(("1", "2", "")),
    }  # fmt: skip
    taken = answers(FORM, filled(FORM, {**RIGHT["child_dictionary"], **said}), today=DAY)
    on_telephone, on_server = worked_out(said), numbers_doubted(FORM, taken)
    assert {f"{who}_number" for who in NUMBERS if on_telephone[who]} == on_server.keys(), said
    refused = {each.field for each in objections(FORM, taken, today=DAY)}
    assert not refused & {f"{who}_number" for who in NUMBERS}


def test_what_does_not_agree_is_said_in_words() -> None:
    number = "120112201502110015"
    told = {"found_number": number, "found_born_on": "2015-02-11", "found_sex": "1"}
    assert worked_out({**OTHERS, **told})["found"] == ""
    # A number of the first generation has nothing to be checked by while somebody types.
    assert worked_out({**OTHERS, "carer_number": "120112500501001"})["carer"] == ""
    for change, words in (
        ({"found_number": number[:-1]}, "18 位"),
        ({"found_number": number[:-1] + "3"}, "抄错"),
        ({"found_born_on": "2015-02-12"}, "出生日期"),
        ({"found_sex": "2"}, "性别"),
    ):
        assert words in worked_out({**OTHERS, **told, **change})["found"]
