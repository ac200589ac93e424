"""A demonstration lets anybody be one of its invented people; any other site knows nothing of that."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.interfaces.desk.conftest import Employ
from tests.officers import TYPED

from gonghu.interfaces.cli.doctor import weak_settings
from gonghu.usecases.demonstration_cast import NAME, Cast, CastMember, keep_cast

CAST = Cast(TYPED, (CastMember("wang", "王晓梅", "区县工作人员", "天津市津南区", "复核认定"),))

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(settings: Settings, tmp_path: Path, employ: Employ) -> None:
    employ("wang")
    employ("liu")
    settings.GONGHU_HOME = tmp_path
    settings.GONGHU_DEMO = True
    keep_cast(CAST, tmp_path)


@pytest.mark.usefixtures("shown")
def test_one_click_is_enough_to_be_somebody(client: Client) -> None:
    page = client.get("/demonstration").content.decode()
    assert "王晓梅" in page
    assert 'href="/demonstration/wang"' in page
    assert client.get("/demonstration/wang")["Location"] == "/"
    assert "王晓梅" in client.get("/").content.decode()


@pytest.mark.usefixtures("shown")
def test_nobody_else_is_lent_out(client: Client) -> None:
    assert client.get("/demonstration/liu").status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("shown")
def test_a_site_that_is_no_demonstration_has_no_such_page(client: Client, settings: Settings) -> None:
    settings.GONGHU_DEMO = False
    assert client.get("/demonstration").status_code == 404
    assert client.get("/demonstration/wang").status_code == 404


def test_a_demonstration_without_its_cast_has_no_such_page(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.GONGHU_HOME = tmp_path
    settings.GONGHU_DEMO = True
    assert client.get("/demonstration").status_code == 404


def test_the_cast_is_for_the_owner_alone(tmp_path: Path) -> None:
    keep_cast(CAST, tmp_path)
    keep_cast(CAST, tmp_path)
    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0


def test_a_demonstration_is_weak(settings: Settings) -> None:
    settings.GONGHU_DEMO = True
    assert any("GONGHU_DEMO" in each for each in weak_settings())
