"""Read a clean city back by its dialect and derive the truth about every child from the files alone."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from gonghu.engines.synthesis.dialect import Sheet, Style, dialect

Row = dict[str, str]
DATE_FORMATS = {
    "iso": "%Y-%m-%d",
    "dots": "%Y.%m.%d",
    "slashes": "%Y/%m/%d",
    "compact": "%Y%m%d",
    "chinese": "%Y年%m月%d日",
}
DEAD, INCAPABLE, ABLE, UNKNOWN = "dead_or_missing", "incapable", "able", "unknown"
PROTECTED = ("孤儿", "事实无人抚养儿童")


def _lines(path: Path, delimiter: str) -> Iterator[list[str]]:
    if path.suffix == ".xlsx":
        for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python():
            yield [str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row]
    else:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.reader(lines, delimiter=delimiter)


def read_sheet(folder: Path, sheet: Sheet) -> list[Row]:
    """Return the rows of one clean file with codes for words and ISO dates; empty cells are left out."""
    path = folder / sheet.file
    path = path if path.exists() else path.with_suffix(".csv")
    header, *lines = _lines(path, sheet.delimiter)
    assert header == [column.group + column.header for column in sheet.columns]
    rows = []
    for line in lines:
        row = {column.field: text for column, text in zip(sheet.columns, line, strict=True) if text != ""}
        for name, words in sheet.words.items():
            row[name] = next(code for code, word in words.items() if word == row[name])
        for name in [name for name in row if name.endswith("_on")]:
            row[name] = datetime.strptime(row[name], DATE_FORMATS[sheet.dates]).date().isoformat()  # noqa: DTZ007
        rows.append(row)
    return rows


def months_later(day: date, months: int) -> date:
    """Return the same day some months on, or the last day of that month."""
    first = date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


def whole_years(born: date, on: date) -> int:
    """Return the age in whole years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@dataclass
class City:
    """All that the files of a city say, by person's number."""

    as_of: date
    files: dict[str, list[Row]]
    about: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, style: Style, as_of: date) -> "City":
        """Return the clean city in a folder."""
        city = cls(as_of, {sheet.kind: read_sheet(folder, sheet) for sheet in dialect(style).sheets})
        for kind, rows in city.files.items():
            city.about[kind] = defaultdict(list)
            for row in rows:
                city.about[kind][row.get("passport", row.get("id_number", ""))].append(row)
        return city

    def on(self, kind: str, number: str) -> list[Row]:
        """Return the rows of a kind about a person."""
        return self.about[kind].get(number, [])

    def past(self, day: str) -> bool:
        """Return whether the day has come by the date asked about."""
        return date.fromisoformat(day) <= self.as_of

    def dead(self, number: str) -> bool:
        return any(self.past(row["died_on"]) for row in self.on("death", number))

    def _last_ruling(self, number: str, rulings: set[str]) -> str:
        past = [r for r in self.on("court_ruling", number) if r["ruling"] in rulings and self.past(r["ruled_on"])]
        return max(past, key=lambda r: r["ruled_on"])["ruling"] if past else ""

    def severely_disabled(self, number: str) -> bool:
        def severe(row: Row) -> bool:
            grade, kind = row["disability_grade"], row["disability_type"]
            in_force = row["state"] == "IN_FORCE" and ("expires_on" not in row or not self.past(row["expires_on"]))
            return in_force and (grade in ("1", "2") or kind in ("5", "6"))

        return any(severe(row) for row in self.on("disability_certificate", number))

    def _held(self, row: Row) -> bool:
        begin, end = (date.fromisoformat(row[name]) for name in ("from_on", "to_on"))
        now = begin <= self.as_of < end and row.get("state", "IN_CUSTODY") == "IN_CUSTODY"
        return now and end >= months_later(begin, 6)

    def _lost(self, row: Row) -> bool:
        since = date.fromisoformat(row["lost_since_on"])
        return row["result"] == "NOT_FOUND" and months_later(since, 6) <= self.as_of

    def state(self, number: str | None) -> str:
        """Return the state of a parent by number or passport; None is a parent whom no file names."""
        if number is None:
            return UNKNOWN
        declared = self._last_ruling(number, {"DECLARED_DEAD", "DECLARED_MISSING", "DECLARATION_WITHDRAWN"})
        if self.dead(number) or declared in ("DECLARED_DEAD", "DECLARED_MISSING"):
            return DEAD
        guardian = self._last_ruling(number, {"GUARDIANSHIP_REVOKED", "GUARDIANSHIP_RESTORED"})
        held = [*self.on("imprisonment", number), *self.on("liberty_restriction", number)]
        incapable = (
            self.severely_disabled(number)
            or self.on("serious_illness", number)
            or any(self._held(row) for row in held)
            or any(self._lost(row) for row in self.on("lost_contact", number))
            or guardian == "GUARDIANSHIP_REVOKED"
            or self.on("deportation", number)
        )
        return INCAPABLE if incapable else ABLE

    def away(self, number: str | None) -> bool:
        rows = self.on("migrant_work", number or "")
        return any("returned_on" not in row or not self.past(row["returned_on"]) for row in rows)


def _category(city: City, number: str, age: int, parents: list[str]) -> str:
    adopted = any(city.past(row["registered_on"]) for row in city.on("adoption", number))
    if city.dead(number) or age >= 18:
        return ""
    if parents == [DEAD, DEAD] and not adopted:
        return "孤儿"
    if set(parents) <= {DEAD, INCAPABLE} and not adopted:
        return "事实无人抚养儿童"
    if city.severely_disabled(number) or city.on("serious_illness", number):
        return "重病重残儿童"
    return "困境家庭儿童" if city.on("social_relief", number) else ""


def _findings(city: City, number: str, age: int, parents: list[str], category: str) -> str:
    paid = [row for row in city.on("child_welfare_roll", number) if row["state"] == "PAID"]
    insured = city.on("insurance_enrolment", number)
    living_minor = not city.dead(number) and age < 18
    adopted = any(city.past(row["registered_on"]) for row in city.on("adoption", number))
    marks = {
        "应保未保": bool(category) and not paid,
        "应退未退": not category and bool(paid),
        "重复发放": len(paid) > 1,
        "类别不符": category == "孤儿" and any(row["category"] == "DEFACTO" for row in paid),
        "未参保": category in PROTECTED and not insured,
        "参保未资助": category in PROTECTED and any(row["payer"] == "SELF" for row in insured),
        "待核实": living_minor and not adopted and UNKNOWN in parents and ABLE not in parents,
    }
    return "|".join(sorted(name for name, holds in marks.items() if holds))


def _left_behind(city: City, row: Row, age: int, parents: list[str], numbers: list[str | None]) -> bool:
    if age >= 16 or row["hukou_type"] != "AGRICULTURAL" or city.dead(row["id_number"]):
        return False
    away = [state == ABLE and city.away(number) for state, number in zip(parents, numbers, strict=True)]
    return all(away) or any(away[n] and parents[1 - n] in (DEAD, INCAPABLE) for n in (0, 1))


def derived_truth(city: City) -> dict[str, dict[str, str]]:
    """Return the truth about every registered child under 23 and everyone paid, from the files alone."""
    paid = {row["id_number"] for row in city.files["child_welfare_roll"] if row["state"] == "PAID"}
    registered = {row["id_number"]: row for row in city.files["household_register"] if row["relation"] in ("20", "30")}
    found = {}
    for number in registered.keys() | paid:
        row = registered.get(number, {})
        births = city.on("birth_certificate", number)
        born = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
        age = whole_years(born, city.as_of)
        if number not in paid and age >= 23:
            continue
        sources = [row, *births]
        numbers = [next((s[name] for s in sources if name in s), None) for name in ("father_id", "mother_id")]
        parents = [city.state(n) for n in numbers]
        category = _category(city, number, age, parents)
        found[number] = {
            "age": str(age),
            "father": parents[0],
            "mother": parents[1],
            "category": category,
            "left_behind": str(int(bool(row) and _left_behind(city, row, age, parents, numbers))),
            "findings": _findings(city, number, age, parents, category),
        }
    return found
