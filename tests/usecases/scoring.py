"""The marks of children.csv against the truth: precision and recall of every category and finding."""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

Marks = set[tuple[str, str]]


@dataclass(frozen=True)
class Score:
    """True positives, false positives and false negatives of one mark."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong or 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed or 1)


def read(path: Path) -> dict[str, Marks]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row["id_number"].strip().upper(): marks(row) for row in csv.DictReader(lines)}


def marks(row: dict[str, str]) -> Marks:
    found = {("category", row["category"])} if row["category"] else set()
    found |= {("finding", name) for name in row["findings"].split("|") if name}
    return found | ({("left_behind", "农村留守儿童")} if row["left_behind"] == "1" else set())


def score(truth: Path, found: Path) -> tuple[dict[tuple[str, str], Score], Score]:
    """Return the score of each mark and of all together."""
    true, told = read(truth), read(found)
    right, wrong, missed = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for number in true.keys() | told.keys():
        there, said = true.get(number, set()), told.get(number, set())
        right.update(there & said)
        wrong.update(said - there)
        missed.update(there - said)
    each = {mark: Score(right[mark], wrong[mark], missed[mark]) for mark in right | wrong | missed}
    return each, Score(right.total(), wrong.total(), missed.total())
