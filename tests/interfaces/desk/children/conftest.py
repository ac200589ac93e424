"""Browsers of officers who have said what they read children's files for."""

import pytest
from django.test import Client
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.interfaces.desk.children.reading import PURPOSE


def with_purpose(client: Client, purpose: str = "维护档案") -> Client:
    session = client.session
    session[PURPOSE] = purpose
    session.save()
    return client


@pytest.fixture
def reader(employ: Employ, signed_in: SignedIn) -> Client:
    """A browser of a district officer who has said what for."""
    return with_purpose(signed_in(employ("wang")))
