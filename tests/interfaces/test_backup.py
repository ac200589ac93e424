"""gonghu backup and restore on a real site: what comes back, and what is refused without touching anything."""

import gzip
import io
import json
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from tests.deployments import deployment

from gonghu.foundation.backup.chunks import ArmouredReader, ArmouredWriter
from gonghu.interfaces.cli import backup as codes

pytestmark = pytest.mark.django_db
GONGHU = Path(sys.executable).with_name("gonghu")
TYPED = "correct horse battery staple"


@dataclass(frozen=True)
class Site:
    """A site of its own with a delivery, and a backup of it, once open and once encrypted."""

    variables: dict[str, str]
    home: Path
    open_backup: Path
    sealed_backup: Path
    passphrase: Path

    def run(self, *words: object, code: int = 0, **variables: str) -> str:
        ran = subprocess.run(
            [GONGHU, *map(str, words)],
            env=self.variables | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert ran.returncode == code, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("backup")
    home, passphrase = folder / "home", folder / "passphrase"
    passphrase.write_text(TYPED + "\n")
    with deployment(home) as variables:
        made = Site(variables, home, folder / "open.backup", folder / "sealed.backup", passphrase)
        made.run("init", "--division", "120112")
        delivered = home / "deliveries" / "d1" / "f1"
        delivered.parent.mkdir(parents=True)
        delivered.write_bytes(b"sealed rows")
        (home / "clocks.yaml").write_text("{}\n")
        made.run("backup", made.open_backup)
        said = made.run("backup", made.sealed_backup, "--passphrase-file", passphrase)
        assert "试恢复核对无误" in said
        yield made


def content(backup: Path) -> bytes:
    with backup.open("rb") as file:
        return gzip.decompress(io.BufferedReader(ArmouredReader(file, str)).read())


def test_a_backup_is_for_its_owner_only_and_holds_no_key(site: Site) -> None:
    assert site.open_backup.stat().st_mode & 0o777 == 0o600
    keys = json.loads((site.home / "keyring.json").read_text())
    held = content(site.open_backup)
    for key in [*keys["field_keys"].values(), keys["blind_index_key"], (site.home / "secret_key").read_text()]:
        assert key.encode() not in held
    with tarfile.open(fileobj=io.BytesIO(held)) as archive:
        assert {"manifest.json", "home/deliveries/d1/f1", "home/clocks.yaml"} < set(archive.getnames())


def test_a_backup_is_never_written_over(site: Site) -> None:
    assert "已经存在" in site.run("backup", site.open_backup, code=1)


def test_a_drill_changes_nothing(site: Site) -> None:
    before = sorted(path.name for path in site.home.iterdir())
    assert "可以恢复" in site.run("restore", site.sealed_backup, "--verify", "--passphrase-file", site.passphrase)
    assert sorted(path.name for path in site.home.iterdir()) == before


def cut(whole: bytes) -> bytes:
    return whole[:-1024]


def flipped(whole: bytes) -> bytes:
    return whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 4]) + whole[len(whole) // 2 + 1 :]


@pytest.mark.parametrize("damage", [cut, flipped])
def test_a_damaged_backup_is_refused(site: Site, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(damage(site.sealed_backup.read_bytes()))
    said = site.run("restore", damaged, "--passphrase-file", site.passphrase, code=codes.EXIT_DAMAGED)
    assert "请换一份备份" in said


def test_a_wrong_passphrase_is_refused(site: Site, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("incorrect horse battery staple")
    said = site.run("restore", site.sealed_backup, "--passphrase-file", wrong, code=codes.EXIT_PASSPHRASE)
    assert "--passphrase-file" in said
    site.run("restore", site.sealed_backup, code=codes.EXIT_PASSPHRASE)


def rewritten(backup: Path, into: Path, change: Callable[[dict[str, object]], None]) -> Path:
    """Write a backup anew with another manifest, as whoever has its armour off could."""
    with tarfile.open(fileobj=io.BytesIO(content(backup))) as old, into.open("wb") as file:
        armour = ArmouredWriter(file, "")
        with gzip.GzipFile(fileobj=armour, mode="wb") as squeezed, tarfile.open(fileobj=squeezed, mode="w|") as new:
            for entry in old:
                source = old.extractfile(entry)
                assert source is not None
                held = source.read()
                if entry.name == "manifest.json":
                    manifest = json.loads(held)
                    change(manifest)
                    held = json.dumps(manifest).encode()
                entry.size = len(held)
                new.addfile(entry, io.BytesIO(held))
        armour.finish()
    return into


@pytest.mark.parametrize(
    ("part", "value", "code", "words"),
    [
        ("migrations", ["audit.0001_entries"], codes.EXIT_UNSUITABLE, "--upgrade"),
        ("migrations", ["audit.9999_of_tomorrow"], codes.EXIT_UNSUITABLE, "请先升级"),
        ("vendor", "oracle", codes.EXIT_UNSUITABLE, "GONGHU_DATABASE"),
        ("keys", {"1": "0" * 32}, codes.EXIT_UNSUITABLE, "密钥环"),
        ("tables", {}, codes.EXIT_DIFFERS, "没有改动"),
        ("heads", [["120112", 1, "0" * 64]], codes.EXIT_DIFFERS, "审计链"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(
    site: Site, tmp_path: Path, part: str, value: object, code: int, words: str
) -> None:
    other = rewritten(site.open_backup, tmp_path / "other", lambda manifest: manifest.update({part: value}))
    assert words in site.run("restore", other, code=code)


def test_a_site_that_runs_is_not_exchanged(site: Site) -> None:
    address = site.variables.get("GONGHU_DATABASE", "")
    if address:
        with psycopg.connect(address):
            site.run("restore", site.open_backup, code=codes.EXIT_RUNNING)
    else:
        with closing(sqlite3.connect(site.home / "gonghu.sqlite3")) as other:
            other.execute("SELECT count(*) FROM audit_auditentry").fetchall()
            site.run("restore", site.open_backup, code=codes.EXIT_RUNNING)


def test_what_was_there_comes_back_and_what_is_there_now_stays_aside(site: Site) -> None:
    site.run("create-user", "li", "--name", "李芳", "--role", "district-officer", "--division", "120112")
    delivered = site.home / "deliveries" / "d1" / "f1"
    delivered.write_bytes(b"changed")
    said = site.run("restore", site.sealed_backup, "--passphrase-file", site.passphrase)
    assert delivered.read_bytes() == b"sealed rows"
    assert "初始密码" in site.run(
        "create-user", "li", "--name", "李芳", "--role", "district-officer", "--division", "120112"
    )
    assert "完整无误" in site.run("audit", "verify")
    (aside,) = site.home.glob("deliveries.before-*")
    assert (aside / "d1" / "f1").read_bytes() == b"changed"
    assert "before" in said
