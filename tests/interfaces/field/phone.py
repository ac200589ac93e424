"""
A telephone as the field app is one, in plain Python: outbox, sequence, versions seen, what it holds of the area.

It keeps every record until the server said that it has it; what the server is asked and answers goes over ``Line``.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.interfaces.field.conftest import Line

BATCH = 20
QUESTIONS = {"phone": "phone", "school": "school", "father_whereabouts": "father", "living_address": "address"}
"""The questions of the small form, by the field of the card that they set."""
_XML = (
    '<data id="small_visit" version="{version}"><visited_on>{on}</visited_on><outcome>MET</outcome>{answers}'
    "<child>{child}</child><task/><meta><instanceID>uuid:{uuid}</instanceID></meta></data>"
)
Record = dict[str, Any]
Answer = dict[str, Any]


@dataclass
class Seen:
    """What a telephone saw of a field when its form was filled: its version for the server, its value for us."""

    version: str
    value: str


@dataclass
class Phone:
    """One telephone of one account."""

    line: Line
    skew: timedelta = timedelta()
    key: str = field(default_factory=lambda: str(uuid4()))
    held: dict[str, tuple[str, Any]] = field(default_factory=dict)
    outbox: dict[str, Record] = field(default_factory=dict)
    care: dict[str, Answer] = field(default_factory=dict)
    seen: dict[str, dict[str, Seen]] = field(default_factory=dict)
    sequence: int = 0

    def register(self) -> None:
        self.line.told("device", {"id": self.key, "label": "红米"})

    def card(self, child: UUID) -> dict[str, Seen]:
        """Give the card of a child as this telephone last saw it."""
        known = self.held.get(f"child:{child}")
        rows = known[1]["card"] if known else []
        return {row["field"]: Seen(row["version"], row["value"]) for row in rows}

    def holds_card(self, child: UUID, fields: Mapping[str, tuple[str, str]]) -> None:
        """Hold a card as if it had been brought: cheaper than to bring the area."""
        card = [{"field": name, "value": value, "version": version} for name, (value, version) in fields.items()]
        self.held[f"child:{child}"] = "", {"card": card}

    def fill(self, child: UUID, changes: Mapping[str, str], at: datetime, *, version: str = "1") -> Record:
        """Fill a form without a network: it enters the outbox with the next number."""
        key, card = str(uuid4()), self.card(child)
        answers = "".join(f"<{QUESTIONS[name]}>{value}</{QUESTIONS[name]}>" for name, value in changes.items())
        xml = _XML.format(version=version, on="2026-11-01", answers=answers, child=child, uuid=key)
        self.sequence += 1
        record = {
            "uuid": key,
            "form": "small_visit",
            "version": version,
            "sequence": self.sequence,
            "made_at": (at + self.skew).isoformat(),
            "base": {name: seen.version for name, seen in card.items()},
            "xml": xml,
            "files": [],
        }
        self.outbox[key], self.seen[key] = record, card
        return record

    def batch(self, most: int = BATCH) -> dict[str, Any]:
        """Give what is sent next, the first filled first."""
        waiting = sorted(self.outbox.values(), key=lambda each: int(each["sequence"]))
        return {"device": self.key, "records": waiting[:most]}

    def take(self, answers: Iterable[Answer]) -> None:
        """Believe what the server says of each record, and nothing it does not say."""
        for answer in answers:
            if answer["uuid"] in self.outbox and not answer["missing"]:
                record = self.outbox.pop(answer["uuid"])
                if answer["standing"] in ("DIFFERENT", "REFUSED") or answer["state"] == "NEEDS_CARE":
                    self.care[record["uuid"]] = answer

    def pull(self, limit: int = 100) -> str:
        """Bring the area up to date, page by page, and give the digest that the server says it has."""
        after = ""
        while True:
            have = {name: digest for name, (digest, _) in self.held.items()}
            page = self.line.told("area", {"have": have, "after": after, "limit": limit})
            for name in page["gone"]:
                del self.held[name]
            for item in page["items"]:
                self.held[f"{item['kind']}:{item['key']}"] = item["digest"], item["body"]
            after = page["next"]
            if not after:
                return str(page["area_digest"])

    def area_digest(self) -> str:
        """Work out the digest of the area as it is held here."""
        rows = "\n".join(f"{name} {digest}" for name, (digest, _) in sorted(self.held.items()))
        return hashlib.sha256(rows.encode()).hexdigest()
