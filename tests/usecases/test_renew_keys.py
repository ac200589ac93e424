"""A new key takes over all that is sealed, on the disk as in the database, and what needs an older one is counted."""

import ast
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests import children
from tests.deliveries import sample_delivery

import gonghu
from gonghu.domain.payments import shelf as payment_files
from gonghu.domain.people.models import IdentityNumber
from gonghu.domain.policies.kept_files import keep_families, opened_families
from gonghu.domain.questionnaires import shelf as submissions
from gonghu.domain.rosters.models import DeliveryFile
from gonghu.domain.rosters.shelf import opened_delivery
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.encryption import new_keyring, write_keyring
from gonghu.foundation.resealing import sealed_below
from gonghu.foundation.sealed_files import seal_file
from gonghu.usecases.renew_keys import SHELVES, add_key, keys_in_use, reseal_everything

pytestmark = pytest.mark.django_db
RUN, FORM, PHOTO, PART, PAID = (UUID(int=number) for number in range(1, 6))
AT = datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())
SEALERS = {"seal_file", "seal_copy", "FileSealer"}


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.GONGHU_HOME, settings.GONGHU_KEYRING = tmp_path / "home", tmp_path / "keyring.json"
    write_keyring(new_keyring(), settings.GONGHU_KEYRING)
    return tmp_path / "home"


@pytest.mark.usefixtures("home")
def test_everything_is_sealed_anew_and_opens_as_before(tmp_path: Path) -> None:
    children.person("张小明", number="120112201502110015")
    delivery = sample_delivery(AT)
    (tmp_path / "families").write_bytes(b"families")
    keep_families(RUN, tmp_path / "families")
    submissions.keep_whole(FORM, PHOTO, b"photo")
    submissions.keep_part(FORM, PART, 0, b"part")
    payment_files.keep_file(PAID, b"paid")
    before = keys_in_use()
    assert (before.current, before.older, before.values[1]) == (1, [], 1)

    assert add_key(by=SYSTEM, at=AT) == 2
    assert keys_in_use().older == [1]
    rows, files = reseal_everything(by=SYSTEM, at=AT)

    assert (rows, files) == (1, before.files[1])
    assert files == DeliveryFile.objects.filter(delivery=delivery).count() + 4
    after = keys_in_use()
    assert (after.current, after.older, after.files) == (2, [], {2: files})
    assert IdentityNumber.objects.everywhere("a test looks").get().number == "120112201502110015"
    assert b"".join(submissions.whole_of(FORM, PHOTO)) == b"photo"
    assert submissions.parts_of(FORM, PART) == b"part"
    assert b"".join(payment_files.kept_file(PAID)) == b"paid"
    with opened_families(RUN) as plain, opened_delivery(delivery=delivery.pk) as opened:
        assert plain.read_bytes() == b"families"
        assert any(path.stat().st_size for path in opened.folder.iterdir())
    assert reseal_everything(by=SYSTEM, at=AT) == (0, 0)


def test_what_does_not_open_or_is_nobodys_is_left_and_names_the_key_it_needs(home: Path) -> None:
    submissions.keep_whole(FORM, PHOTO, b"photo")
    submissions.keep_whole(FORM, PART, b"other")
    seal_file([b"lost"], home / "somewhere" / str(uuid4()), place="nowhere")
    broken = next(path for path, _ in sealed_below(home) if path.name == str(PHOTO))
    broken.write_bytes(broken.read_bytes()[:-1])
    add_key(by=SYSTEM, at=AT)
    assert reseal_everything(by=SYSTEM, at=AT) == (0, 1)
    used = keys_in_use()
    assert (used.older, used.files) == ([1], {1: 2, 2: 1})
    assert not list(home.rglob("*.new"))


def test_whoever_seals_files_says_where_they_belong() -> None:
    """Nothing is listed here: a new keeper of sealed files is found by what it calls."""
    root = Path(gonghu.__file__).parent
    keepers = set()
    for path in root.rglob("*.py"):
        called = {
            node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)
        }
        if called & SEALERS and path.parent.name != "foundation":
            keepers.add(".".join(("gonghu", *path.relative_to(root).with_suffix("").parts)))
    assert keepers == {place_at.__module__ for place_at in SHELVES.values()} - {"gonghu.foundation.sealed_uploads"}
