"""What pages of the children cost: as many questions to the database for many rows as for few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.children import child, kin
from tests.interfaces.desk.conftest import VILLAGE, Employ, SignedIn

from gonghu.domain.people.models import Child
from gonghu.interfaces.desk.children.reading import PURPOSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

OTHER_VILLAGE = "120112101201"


@pytest.fixture
def client(employ: Employ, signed_in: SignedIn) -> Client:
    """A browser of a district officer who has said what for."""
    made = signed_in(employ("wang"))
    session = made.session
    session[PURPOSE] = "维护档案"
    session.save()
    return made


def asked(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/children/", "/search?q=zhang"])
def test_a_longer_list_asks_no_more_questions(client: Client, path: str) -> None:
    child("张小明")
    few = asked(client, path)
    for number in range(15):
        child(f"张小{number}", village=(VILLAGE, OTHER_VILLAGE)[number % 2])
    assert asked(client, path) <= few + 1
    assert few < 20


def test_a_larger_family_asks_no_more_questions(client: Client) -> None:
    made: Child = child("张小明")
    kin(made, "张建国", "51")
    few = asked(client, f"/children/{made.pk}/")
    for number in range(8):
        kin(made, f"亲戚{number}", "97", number="")
    assert asked(client, f"/children/{made.pk}/") <= few
    assert few <= 64
