"""
What all tests share: a keyring and a home folder of their own, and which of them run on PostgreSQL too.

Whatever asks or writes the database in its own way runs on both: foundation, domain, use cases, commands, sync, and of
the desk its lists, searches, workbooks and imports. A page that only shows what these give is tested on SQLite alone;
the scope matrix opens every page on both all the same.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from django.conf import settings

from gonghu.foundation.encryption import new_keyring, write_keyring
from tests.quick_states import draw_only_what_changes

draw_only_what_changes()

# Fixtures of pytest-django that open the database without the mark.
OPENS_DATABASE = {"db", "transactional_db", "live_server", "admin_client", "admin_user"}
# Long files begin, so that no core waits for one of them at the end.
LONG = ("interfaces/desk/scope/", "interfaces/test_", "browser/", "foundation/jobs/", "usecases/")
# Pages of the desk, and what of them is more than a page.
PAGES = "interfaces/desk/"
MORE_THAN_PAGES = tuple(
    PAGES + name
    for name in (
        "children/test_cost.py", "children/test_lists.py", "review/", "rosters/", "scope/test_matrix.py",
        "test_findings.py", "test_keyset.py", "test_list_exports.py", "test_many_accounts.py", "test_tasks.py",
        "test_workbooks.py",
    )
)  # fmt: skip
ON_POSTGRESQL = os.environ.get("GONGHU_DATABASE", "").startswith("postgres")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark every test that opens the database, so that PostgreSQL leaves out only pages; put long files first."""
    if ON_POSTGRESQL:
        items[:] = [item for item in items if not _is_page_alone(item)]
    for item in items:
        if OPENS_DATABASE & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker("django_db"):
            item.add_marker("django_db")
    yield
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    path = _path(item)
    return next((turn for turn, long in enumerate(LONG) if path.startswith(long)), len(LONG))


def _is_page_alone(item: pytest.Item) -> bool:
    return _path(item).startswith(PAGES) and not _path(item).startswith(MORE_THAN_PAGES)


def _path(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).as_posix()


@pytest.fixture(scope="session", autouse=True)
def _keyring(tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.mktemp("keys") / "keyring.json"
    write_keyring(new_keyring(), path)
    settings.GONGHU_KEYRING = path
    # Files that tests upload, open and seal never land in a working folder.
    settings.GONGHU_HOME = path.parent
