"""An invented city is the same for the same seed, of the size asked for, and as clean or dirty as asked for."""

import csv
import hashlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from gonghu.engines.synthesis import Dirt, SequenceExhausted, Style, city, generate_city, numbering
from gonghu.standards.bank_card import doubt
from gonghu.standards.division_names import places_within

AS_OF = date(2026, 11, 1)
REGISTER = "公安局_户籍人口信息.csv"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def make(out: Path, persons: int = 4_000, seed: int = 1, dirt: Dirt = Dirt.CLEAN, **more: object) -> Path:
    arguments = {"style": Style.SAMPLE, "as_of": AS_OF, "file_format": "csv"} | more
    generate_city(out, persons=persons, seed=seed, dirt=dirt, **arguments)  # type: ignore[arg-type]
    return out


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def register(folder: Path) -> list[dict[str, str]]:
    with (folder / REGISTER).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def is_valid(number: str) -> bool:
    if len(number) != 18 or not number[:17].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("clean"))


@pytest.mark.parametrize("style", list(Style))
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, style: Style) -> None:
    one = make(tmp_path / "one", 500, dirt=Dirt.HEAVY, style=style, file_format="mixed")
    two = make(tmp_path / "two", 500, dirt=Dirt.HEAVY, style=style, file_format="mixed")
    assert digests(one) == digests(two)
    assert len(digests(one)) >= 16


def test_another_seed_gives_other_people(tmp_path: Path, clean: Path) -> None:
    one = {row["公民身份号码"] for row in register(clean)}
    two = {row["公民身份号码"] for row in register(make(tmp_path / "two", seed=2))}
    assert len(one & two) < len(one) / 10


def test_the_city_has_about_the_persons_asked_for(tmp_path: Path) -> None:
    truth = generate_city(
        tmp_path, persons=10_000, seed=4, as_of=AS_OF, dirt=Dirt.CLEAN, style=Style.SAMPLE, file_format="csv"
    )
    assert truth.persons == len(register(tmp_path)) == pytest.approx(10_000, rel=0.03)
    assert truth.children == pytest.approx(0.3 * truth.persons, rel=0.15)
    assert len(truth.path.read_text(encoding="utf-8").splitlines()) == truth.children + 1


def test_every_number_of_a_clean_register_is_valid_and_its_own(clean: Path) -> None:
    rows = register(clean)
    numbers = [row["公民身份号码"] for row in rows]
    assert len(set(numbers)) == len(numbers)
    assert all(is_valid(number) for number in numbers)
    assert all(row["出生日期"].replace("-", "") == row["公民身份号码"][6:14] for row in rows)
    assert all((int(row["公民身份号码"][16]) % 2 == 1) == (row["性别"] == "男") for row in rows)


def test_dirt_damages_numbers_but_never_the_truth(tmp_path: Path, clean: Path) -> None:
    sample, heavy = (make(tmp_path / dirt.value, dirt=dirt) for dirt in (Dirt.SAMPLE, Dirt.HEAVY))
    told = [folder.with_name(f"{folder.name}.truth.csv").read_bytes() for folder in (clean, sample, heavy)]
    assert told[0] == told[1] == told[2]
    bad = [
        sum(not is_valid(row["公民身份号码"]) for row in register(folder)) / len(register(folder))
        for folder in (clean, sample, heavy)
    ]
    assert bad[0] == 0
    assert 0.09 < bad[1] < 0.14
    assert 0.2 < bad[2] < 0.4


def test_each_file_mistypes_anew(tmp_path: Path) -> None:
    folder = make(tmp_path, dirt=Dirt.HEAVY, file_format="csv")
    certificates = (folder / "卫健委_出生医学证明.csv").read_bytes().decode("gb18030").splitlines()
    births = {line.split(",")[4] for line in certificates}
    own = [row["公民身份号码"] for row in register(folder)]
    wrong = {number for number in own if len(number) == 18 and number.isascii() and not is_valid(number)}
    assert wrong
    assert not wrong & births


def test_a_city_is_the_same_in_small_chunks_as_in_large(
    tmp_path: Path, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(city, "FAMILIES_PER_CHUNK", 300)
    parts = digests(make(tmp_path / "parts"))
    same = [name for name, digest in digests(clean).items() if parts[name] == digest]
    # Adoptive parents come from the same chunk, so that file alone may differ.
    assert set(digests(clean)) - set(same) <= {"民政局_收养登记.csv"}


def test_a_style_with_too_few_counties_says_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs 25 counties"):
        make(tmp_path, persons=10_000_000)


def test_more_people_than_numbers_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "MOST_PER_DAY", 1)
    with pytest.raises(SequenceExhausted):
        make(tmp_path, persons=20_000)


def test_the_truth_lies_beside_the_folder_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = make(tmp_path / "city", 1_000, file_format="mixed")
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".xlsx"}
    assert not (folder / "truth.csv").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"city", "city.truth.csv"}


MEASURED = """
import resource, sys
from datetime import date
from pathlib import Path
from gonghu.engines.synthesis import Dirt, Style, city, generate_city
city.FAMILIES_PER_CHUNK = 700
generate_city(Path(sys.argv[1]), persons=int(sys.argv[2]), seed=1, as_of=date(2026, 11, 1), dirt=Dirt.SAMPLE,
              style=Style.SAMPLE, file_format="csv")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_city(tmp_path: Path) -> None:
    peaks = [
        int(subprocess.run([sys.executable, "-c", MEASURED, str(tmp_path / str(persons)), str(persons)],
                           capture_output=True, text=True, check=True).stdout)
        for persons in (2_000, 16_000)
    ]  # fmt: skip
    assert peaks[1] < 1.6 * peaks[0]


def test_bank_accounts_of_the_roll_pass_the_check(clean: Path) -> None:
    with (clean / "民政局_儿童福利在册名单.csv").open(encoding="utf-8", newline="") as lines:
        accounts = [row["银行卡号"] for row in csv.DictReader(lines)]
    assert len(accounts) > 50
    assert all(doubt(account) is None for account in accounts)


def test_villages_are_those_of_the_division_table(clean: Path) -> None:
    codes = {row["行政区划代码"]: row["住址"] for row in register(clean)}
    assert codes.items() <= places_within("120112").items()
