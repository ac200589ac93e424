"""The second run of the tests, on PostgreSQL, is never left out in silence."""

import shutil
import sys
from pathlib import Path

import pytest
from tests import postgresql


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["tests.postgresql", "false"])


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("false", 0), ("true", 1)])
def test_without_a_server_the_run_is_passed_over_but_not_under_ci(
    ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    assert postgresql.main() == code
    assert "apt-get install" in capsys.readouterr().err
