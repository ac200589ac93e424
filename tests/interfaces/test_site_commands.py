"""gonghu init, create-user, load-divisions, doctor and serve, each as somebody runs it on a new machine."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

GONGHU = Path(sys.executable).with_name("gonghu")


def gonghu(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GONGHU_", "DJANGO_"))}
    return subprocess.run(
        [GONGHU, *arguments],
        env=clean | {"GONGHU_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "home"
    done = gonghu(folder, "init", "--division", "120112")
    assert done.returncode == 0, done.stderr
    assert re.search(r"technician\s+初始密码：(\w{4}-){3}\w{4}", done.stdout)
    return folder


def test_keys_are_for_their_owner_only(home: Path) -> None:
    for name in ("secret_key", "keyring.json"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_second_init_changes_nothing(home: Path) -> None:
    before = {name: (home / name).read_bytes() for name in ("secret_key", "keyring.json")}
    again = gonghu(home, "init", "--division", "120112")
    assert again.returncode == 0
    assert "初始密码：" not in again.stdout
    assert {name: (home / name).read_bytes() for name in before} == before


def test_rosters_are_taken_in_sealed_and_counted(home: Path) -> None:
    folder = Path(__file__).parents[1] / "fixtures/rosters/jinnan/民政局_收养登记.xlsx"
    done = gonghu(home, "import", str(folder), "--division", "120112")
    assert done.returncode == 0, done.stderr
    assert re.search(r"收养登记\s+9\s+9\s+0\s+0", done.stdout)
    address = re.search(r"/rosters/([0-9a-f-]{36})/", done.stdout)
    assert address
    # The file, and what reading it brought, which waits for the comparison.
    for kept in (home / "deliveries" / address[1]).iterdir():
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert not kept.read_bytes().startswith((b"PK", b"PAR1"))
        assert b"ustar" not in kept.read_bytes()
    assert "不是" in gonghu(home, "import", str(folder), "--division", "9").stderr


def test_divisions_and_officers_are_entered_and_mistakes_are_told(home: Path) -> None:
    assert "新增区划" in gonghu(home, "load-divisions", "--area", "120112").stdout
    who = ("create-user", "wang", "--name", "王晓梅", "--role", "district-officer", "--division")
    assert "不是行政区划代码" in gonghu(home, *who, "9").stderr
    assert "初始密码" in gonghu(home, *who, "120112").stdout
    assert "已被使用" in gonghu(home, *who, "120112").stderr


def test_the_audit_is_proved_whole_and_a_rewritten_chain_is_found(home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "heads.json"
    assert gonghu(home, "audit", "heads", str(kept)).returncode == 0
    whole = gonghu(home, "audit", "verify", "--published", str(kept))
    assert (whole.returncode, "完整无误" in whole.stdout) == (0, True)
    heads = json.loads(kept.read_text())
    heads["heads"][0]["hash"] = "0" * 64
    kept.write_text(json.dumps(heads))
    rewritten = gonghu(home, "audit", "verify", "--published", str(kept))
    assert (rewritten.returncode, "与先前公布的链头不符" in rewritten.stdout) == (1, True)
    kept.write_text("[]")
    assert "不是 gonghu audit heads 写的文件" in gonghu(home, "audit", "verify", "--published", str(kept)).stderr


def test_keys_are_renewed_and_nothing_needs_the_old_one(home: Path) -> None:
    assert "第 1 号密钥（现用）" in gonghu(home, "rotate-keys", "--check").stdout
    renewed = gonghu(home, "rotate-keys")
    assert renewed.returncode == 0, renewed.stderr
    assert re.search(r"已重新加密：\d+ 行、2 个文件", renewed.stdout)
    assert "不再需要旧密钥" in renewed.stdout
    assert "完整无误" in gonghu(home, "audit", "verify").stdout


def test_a_doctor_finds_what_is_weak_and_a_site_for_others_does_not_start_with_it(home: Path) -> None:
    weak = gonghu(home, "doctor")
    assert weak.returncode == 1
    assert "GONGHU_HTTPS=1" in weak.stdout
    assert gonghu(home, "doctor", GONGHU_HTTPS="1").returncode == 0
    refused = gonghu(home, "serve", "--host", "203.0.113.7", GONGHU_DEBUG="1")
    assert refused.returncode == 1
    assert "GONGHU_DEBUG=1" in refused.stderr


def test_a_site_without_its_keys_says_what_to_do(tmp_path: Path) -> None:
    refused = gonghu(tmp_path / "nothing", "serve")
    assert refused.returncode == 1
    assert "gonghu init" in refused.stderr


def test_the_site_answers_and_stops_when_told(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GONGHU_", "DJANGO_"))}
    with subprocess.Popen(
        [GONGHU, "serve", "--port", str(port), "--workers", "1"],
        env=environment | {"GONGHU_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as site:
        _, page = answer_of(port, "/sign-in")
        style = re.search(r'href="(/static/desk/assets/desk-[^"]+\.css)"', page.decode())
        assert style
        headers, _ = answer_of(port, style[1])
        assert headers["Content-Encoding"] == "gzip"
        assert "immutable" in headers["Cache-Control"]
        assert "网站在应答" in gonghu(home, "healthy", "--port", str(port)).stdout
        for _ in range(100):
            _, figures = answer_of(port, "/metrics")
            if b"gonghu_workers 1\n" in figures and b"gonghu_clocks 1\n" in figures:
                break
            time.sleep(0.3)
        else:
            pytest.fail("neither worker nor clock came up beside the site")
        beside = companions_of(site.pid)
        assert len(beside) == 2
        site.terminate()
        assert site.wait(timeout=30) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in beside)
    assert "网站没有应答" in gonghu(home, "healthy", "--port", str(port)).stderr


def companions_of(parent: int) -> list[int]:
    """List the worker and the clock that a site has started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            begun_by = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            words = (process / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue  # over meanwhile
        if begun_by == parent and b"-m" in words:
            found.append(int(process.name))
    return found


def answer_of(port: int, path: str) -> tuple[dict[str, str], bytes]:
    """Ask until the site has started."""
    for _ in range(400):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            with connection.getresponse() as answer:
                return dict(answer.getheaders()), answer.read()
        except ConnectionRefusedError:
            time.sleep(0.2)
        finally:
            connection.close()
    pytest.fail(f"port {port} does not answer")
