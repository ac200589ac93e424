"""Settings come from the environment, secrets from files, and nothing is made up."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gonghu.config.database import database_settings
from gonghu.config.environment import Environment, SettingUnreadable
from gonghu.config.secret_key import SecretKeyNotFound, read_secret_key

HOME = Path("/srv/gonghu")


def test_a_variable_is_read_with_its_prefix() -> None:
    assert Environment({"GONGHU_DATABASE": "postgresql://db/gonghu"}).text("DATABASE") == "postgresql://db/gonghu"
    assert Environment({}).text("DATABASE", "none") == "none"


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from the file\n")
    environment = Environment({"GONGHU_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert environment.text("SECRET_KEY") == "from the file"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"GONGHU_SECRET_KEY": "a", "GONGHU_SECRET_KEY_FILE": "/b"}, "GONGHU_SECRET_KEY_FILE"),
        ({"GONGHU_SECRET_KEY_FILE": "/there/is/nothing"}, "/there/is/nothing"),
    ],
)
def test_what_cannot_be_read_is_named(variables: dict[str, str], named: str) -> None:
    with pytest.raises(SettingUnreadable, match=named):
        Environment(variables).text("SECRET_KEY")


@pytest.mark.parametrize(("said", "meant"), [("1", True), ("是", True), ("TRUE", True), ("0", False), ("", False)])
def test_a_flag_is_yes_or_no(said: str, meant: bool) -> None:
    assert Environment({"GONGHU_DEBUG": said}).flag("DEBUG") is meant


def test_a_flag_that_is_neither_is_refused() -> None:
    with pytest.raises(SettingUnreadable, match="GONGHU_DEBUG"):
        Environment({"GONGHU_DEBUG": "maybe"}).flag("DEBUG")


def test_a_list_is_written_with_commas() -> None:
    assert Environment({"GONGHU_ALLOWED_HOSTS": "a.gov.cn, b.gov.cn,"}).words("ALLOWED_HOSTS") == [
        "a.gov.cn",
        "b.gov.cn",
    ]


def test_without_an_address_the_database_is_sqlite_at_home() -> None:
    said = database_settings("", HOME)
    assert (said["ENGINE"], said["NAME"]) == ("django.db.backends.sqlite3", HOME / "gonghu.sqlite3")
    assert said["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in said["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgresql://office:p%40ss@db.example:5433/gonghu?sslmode=require",
            {"USER": "office", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433", "NAME": "gonghu"},
        ),
        ("postgres://office@/gonghu?host=/run/postgresql", {"HOST": "/run/postgresql", "PORT": "", "PASSWORD": ""}),
        ("sqlite:////var/lib/desk.sqlite3", {"NAME": Path("/var/lib/desk.sqlite3")}),
        ("sqlite:///desk.sqlite3", {"NAME": Path("desk.sqlite3")}),
    ],
)
def test_an_address_is_taken_apart(address: str, expected: dict[str, Any]) -> None:
    said = database_settings(address, HOME)
    assert {name: said[name] for name in expected} == expected


def test_what_is_asked_of_the_address_reaches_the_driver() -> None:
    assert database_settings("postgresql://db/gonghu?sslmode=require", HOME)["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("address", ["mysql://db/gonghu", "postgresql://db", "gonghu.sqlite3", "sqlite://"])
def test_another_address_is_refused_with_the_remedy(address: str) -> None:
    with pytest.raises(SettingUnreadable, match="GONGHU_DATABASE"):
        database_settings(address, HOME)


def test_the_secret_key_is_never_made_up(tmp_path: Path) -> None:
    with pytest.raises(SecretKeyNotFound, match="gonghu init"):
        read_secret_key(Environment({}), tmp_path / "secret_key")


def test_the_secret_key_is_that_of_the_home_folder_unless_said_otherwise(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("at home\n")
    assert read_secret_key(Environment({}), tmp_path / "secret_key") == "at home"
    said = Environment({"GONGHU_SECRET_KEY": "said"})
    assert read_secret_key(said, tmp_path / "secret_key") == "said"


def test_a_deployment_without_home_starts_and_fails_only_when_it_must_sign(tmp_path: Path) -> None:
    program = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "try: settings.SECRET_KEY\n"
        "except Exception as problem: print(type(problem).__name__)"
    )
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gonghu.config.settings",
        "GONGHU_HOME": str(tmp_path / "none"),
    }
    ran = subprocess.run(
        [sys.executable, "-c", program], env=variables, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "SecretKeyNotFound"
    assert list(tmp_path.iterdir()) == []
