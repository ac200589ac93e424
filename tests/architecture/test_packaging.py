"""What is shipped is whole: the wheel, the image, the services; and every command they call is there."""

import json
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from gonghu.interfaces.cli.main import main

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "compose.yaml"
GUIDE = ROOT / "docs/guides/run-the-site.md"


PATTERNS = (
    "*.html",
    "*.j2",
    "*.yaml",
    "*.txt.xz",
    "*.mo",
    "desk/static/desk/*.json",
    "field/static/field/*.js*",
    "*.py",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """Give the names of the files that should be in the wheel, and of those that are."""
    package, folder = ROOT / "src", tmp_path_factory.mktemp("wheel")
    owed = {
        path.relative_to(package).as_posix()
        for pattern in PATTERNS
        for path in package.rglob(pattern)
        if "__pycache__" not in path.parts
    }
    build = f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=120)
    (made,) = folder.glob("*.whl")
    with zipfile.ZipFile(made) as opened:
        return owed, set(opened.namelist())


def test_the_wheel_carries_templates_scripts_translations_and_packs(wheel: tuple[set[str], set[str]]) -> None:
    owed, shipped = wheel
    assert len(owed) > 500
    assert sorted(owed - shipped) == []
    assert any(re.fullmatch(r"gonghu/interfaces/desk/static/desk/assets/desk-[\w-]+\.js", path) for path in shipped)


def test_the_wheel_carries_nothing_else(wheel: tuple[set[str], set[str]]) -> None:
    _, shipped = wheel
    odd = re.compile(r"(\.ts|\.tsx|\.sqlite3|\.pem|keyring\.json|secret_key)$|(^|/)(tests|node_modules)/")
    assert [path for path in shipped if odd.search(path)] == []
    assert {path.split("/")[0] for path in shipped} == {"gonghu", "gonghu-0.1.0.dist-info"}


def understood(words: list[str]) -> None:
    """Let the command line read a command without doing it."""
    root = click.Context(main)
    command = main.get_command(root, words[0])
    assert command is not None, words
    with command.make_context(words[0], [word for word in words[1:] if word != "--help"], parent=root):
        pass


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    return found


def called() -> Iterator[tuple[str, list[str]]]:
    """Give every gonghu command that the image, the services and the guide call."""
    for name, service in services().items():
        if service["image"].startswith("gonghu"):
            words = [word for word in service["command"] if word != "--help"]
            yield f"compose {name}", words if words != ["backup"] else ["backup", "FILE"]
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^(?:CMD|HEALTHCHECK .*CMD) (\[.+\])$", image, re.MULTILINE):
        yield "Dockerfile", [word for word in yaml.safe_load(line) if word != "gonghu"]
    for service, line in re.findall(
        r"docker compose run --rm (\w+) (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    ):
        assert services()[service]["image"].startswith("gonghu")
        yield "guide", shlex.split(line.replace("$(date +%F)", "2026-11-22"))
    for line in re.findall(r"ExecStart=\S*/gonghu (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE):
        yield "systemd", shlex.split(line)


@pytest.mark.parametrize("words", [pytest.param(words, id=f"{place}: {words[0]}") for place, words in called()])
def test_every_command_that_is_called_is_there(words: list[str]) -> None:
    understood(words)


def test_image_services_and_units_were_looked_at() -> None:
    assert {place.split()[0] for place, _ in called()} == {"compose", "Dockerfile", "guide", "systemd"}


def test_every_setting_of_the_services_is_one_that_the_program_reads() -> None:
    read = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/gonghu").rglob("*.py"))
    named = {name for service in services().values() for name in service.get("environment", {})}
    settings = {name.removeprefix("GONGHU_").removesuffix("_FILE") for name in named if name.startswith("GONGHU_")}
    assert {"DATABASE", "SECRET_KEY", "BACKUP_PASSPHRASE"} <= settings
    assert [name for name in sorted(settings) if f'"{name}"' not in read] == []


def test_every_volume_and_secret_of_a_service_is_declared() -> None:
    whole = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    mounted = {
        each.split(":")[0] for service in services().values() for each in service.get("volumes", []) if each[0] != "."
    }
    assert mounted == set(whole["volumes"])
    assert {each for service in services().values() for each in service.get("secrets", [])} == set(whole["secrets"])


def test_the_site_runs_as_nobody_special_and_reaches_only_this_machine() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER gonghu$", image, re.MULTILINE)
    assert all(port.startswith("127.0.0.1:") for service in services().values() for port in service.get("ports", []))
    assert all(
        service["read_only"] and service["cap_drop"] == ["ALL"]
        for service in services().values()
        if service["image"].startswith("gonghu")
    )


def test_every_path_that_image_services_and_guide_name_is_the_same_one() -> None:
    image, guide = (path.read_text(encoding="utf-8") for path in (ROOT / "Dockerfile", GUIDE))
    whole = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    (kept,) = (set(json.loads(line)) for line in re.findall(r"^VOLUME (\[.+\])$", image, re.MULTILINE))
    ours = [service for service in services().values() if service["image"].startswith("gonghu")]
    assert {each.split(":")[1] for service in ours for each in service.get("volumes", [])} == kept
    (made,) = re.findall(r"install -d -o gonghu -g gonghu -m 0700 (.+) ", f"{image} ".replace("\n", " \n"))
    assert set(made.split()) == kept
    settings = dict(re.findall(r"(GONGHU_\w+)=(\S+)", image))
    assert settings["GONGHU_HOME"] in kept
    assert str(Path(settings["GONGHU_KEYRING"]).parent) in kept
    assert f"docker compose cp site:{settings['GONGHU_KEYRING']} ." in guide
    files = {name: Path(secret["file"]).as_posix() for name, secret in whole["secrets"].items()}
    assert set(re.findall(r"> (secrets/\w+)$", guide, re.MULTILINE)) == set(files.values())
    for service in services().values():
        named = {value for name, value in service["environment"].items() if name.endswith("_FILE")}
        assert named <= {f"/run/secrets/{name}" for name in service["secrets"]}
    uid = re.findall(r"useradd --uid (\d+)", image)
    assert re.findall(r"install -d -o (\d+) -m 0700 backups", guide) == uid == re.findall(r"chown (\d+) secrets", guide)


def test_nothing_of_a_running_site_is_copied_into_an_image() -> None:
    left_out = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    assert {".git", "secrets", "backups", "gonghu-home", "demo-home*", "tests"} <= left_out
    copied = re.findall(r"^COPY (?!--from)(\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert not left_out & {"pyproject.toml", "uv.lock", "README.md", "frontend", "scripts", "src"}
