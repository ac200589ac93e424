"""What all tests share: a keyring and a home folder of their own, and which of them run on PostgreSQL too."""

from collections.abc import Generator
from pathlib import Path

import pytest
from django.conf import settings

from gonghu.foundation.encryption import new_keyring, write_keyring

# Fixtures of pytest-django that open the database without the mark.
OPENS_DATABASE = {"db", "transactional_db", "live_server", "admin_client", "admin_user"}
# Long files begin, so that no core waits for one of them at the end.
LONG = ("interfaces/desk/test_scope_matrix.py", "interfaces/test_", "browser/", "foundation/jobs/", "usecases/")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark every test that opens the database, so that the run on PostgreSQL leaves none out; put long files first."""
    for item in items:
        if OPENS_DATABASE & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker("django_db"):
            item.add_marker("django_db")
    yield
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    path = item.path.relative_to(Path(__file__).parent).as_posix()
    return next((turn for turn, long in enumerate(LONG) if path.startswith(long)), len(LONG))


@pytest.fixture(scope="session", autouse=True)
def _keyring(tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.mktemp("keys") / "keyring.json"
    write_keyring(new_keyring(), path)
    settings.GONGHU_KEYRING = path
    # Files that tests upload, open and seal never land in a working folder.
    settings.GONGHU_HOME = path.parent
