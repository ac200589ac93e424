"""What all tests share: a keyring of their own."""

from pathlib import Path

import pytest
from django.conf import settings

from gonghu.foundation.encryption.keyring import new_keyring, write_keyring


@pytest.fixture(scope="session", autouse=True)
def _keyring(tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.mktemp("keys") / "keyring.json"
    write_keyring(new_keyring(), path)
    settings.GONGHU_KEYRING = path
