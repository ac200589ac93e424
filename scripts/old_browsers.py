"""
Fetch browsers of years ago and walk a visit in them (旧浏览器检查).

`make old-browsers` runs this. The programs lie in npm packages made for servers without a screen; each is checked
against its digest and kept in the cache of whoever runs it, never in the repository.
"""

import base64
import hashlib
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final

from assets import NODE, NPM
from building import FRONTEND

CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "gonghu" / "old-browsers"
MEMBER: Final = "package/bin/chromium.br"
UNPACK: Final = """const { readFileSync, writeFileSync } = require("node:fs");
const [from, to] = process.argv.slice(1);
writeFileSync(to, require("node:zlib").brotliDecompressSync(readFileSync(from)), { mode: 0o755 });"""
# One below the floor, the floor, and one between it and today.
BROWSERS: Final = {
    79: (
        "chrome-aws-lambda@2.0.2",
        "Aqgq5F93eJARkO+O/wD+2bCCFOVQNfA329sdPNl8ib0gsRjS00bAgTc9f5Mvto7H7yDuBcy0V3xJQZwMvmILUg==",
    ),
    80: (
        "chrome-aws-lambda@2.1.1",
        "Wer2QuygxsCov5bM2+8CLa6qYpNsc5AxYTlgTne00aFoxFP491LGJRxOQtGnYtsJP6UG4pB0SfrwTyPnLys1Lw==",
    ),
    92: (
        "chrome-aws-lambda@10.1.0",
        "NZQVf+J4kqG4sVhRm3WNmOfzY0OtTSm+S8rg77pwePa9RCYHzhnzRs8YvNI6L9tALIW6RpmefWiPURt3vURXcw==",
    ),
}


def fetch(version: int) -> Path:
    """
    Bring one browser, unless it is here.

    :raises SystemExit: what came is not what was pinned
    """
    folder = CACHE / str(version)
    program = folder / "chromium"
    if program.exists():
        return program
    folder.mkdir(parents=True, exist_ok=True)
    package, digest = BROWSERS[version]
    asked = [NODE / "bin/node", NPM, "pack", "--silent", "--pack-destination", folder, package]
    name = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=FRONTEND).stdout.split()[-1]
    archive = folder / name
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != digest:
        archive.unlink()
        raise SystemExit(f"{package}：下载的内容与登记的不符。请重试；再不符就不要用。")
    with tarfile.open(archive) as opened:
        opened.extract(MEMBER, folder, filter="data")
    subprocess.run([NODE / "bin/node", "-e", UNPACK, folder / MEMBER, folder / "unpacked"], check=True)
    archive.unlink()
    (folder / MEMBER).unlink()
    return (folder / "unpacked").rename(program)


if __name__ == "__main__":
    for each in BROWSERS:
        print(f"Chromium {each}：{fetch(each)}", flush=True)
    tests = ["-m", "pytest", "-n", "0", "tests/browser/field/test_old_browsers.py", *sys.argv[1:]]
    sys.exit(
        subprocess.run(
            [sys.executable, *tests], check=False, env=os.environ | {"GONGHU_OLD_BROWSERS": str(CACHE)}
        ).returncode
    )
