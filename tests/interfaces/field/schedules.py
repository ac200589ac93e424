"""
Random schedules of three telephones on one child, over a network that does its worst; and what must come of them.

``Plain`` is the slow reference: a dictionary of values and a list of what met another value. It is told of a request
only when the server has committed it, in the order in which the server did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from tests.interfaces.field.phone import QUESTIONS, Answer, Phone, Seen

from gonghu.domain.access.acting_anew import officer_anew
from gonghu.foundation.jobs.working import work_off
from gonghu.usecases.take_records import AT_ONCE

FIELDS = sorted(QUESTIONS.keys() - {"living_address"})
FATES = ("answered", "request lost", "answer lost", "doubled", "late", "killed before commit", "killed after commit")
Request = dict[str, Any]
Visit = tuple[str, Mapping[str, str], Mapping[str, Seen]]
Writing = tuple[str, str, str]


@dataclass
class Plain:
    """What the server must have: values, records by key, values that met another."""

    card: dict[str, str]
    records: dict[str, str] = field(default_factory=dict)
    met: set[tuple[str, str, str, str]] = field(default_factory=set)
    later: dict[str, list[Visit]] = field(default_factory=dict)
    made: list[Visit] = field(default_factory=list)
    origin: dict[str, tuple[str, int]] = field(default_factory=dict)
    written: dict[str, list[Writing]] = field(default_factory=dict)

    def receive(self, request: Request, wanted: Mapping[str, Mapping[str, str]], saw: Mapping[str, Any]) -> list[str]:
        """Take a batch, and say how each record of it stands; of many new ones the visits are made later."""
        batch = sorted(request["records"], key=lambda each: int(each["sequence"]))
        standing = [self._standing(each) for each in batch]
        fresh = [each for each, stands in zip(batch, standing, strict=True) if stands == "STORED"]
        good = [each["uuid"] for each in fresh if each["version"] == "1"]
        visits = [(key, wanted[key], saw[key]) for key in good]
        self.origin |= {each["uuid"]: (request["device"], each["sequence"]) for each in batch}
        if len(visits) > AT_ONCE or (visits and request["device"] in self.later):
            self.later.setdefault(request["device"], []).extend(visits)
        else:
            self._make(visits)
        return standing

    def work(self) -> None:
        """Make the visits that were left for later, one telephone after the other, each in its own order."""
        for visits in self.later.values():
            self._make(sorted(visits, key=lambda each: self.origin[each[0]][1]))
        self.later = {}

    def _make(self, visits: Sequence[Visit]) -> None:
        for key, changes, saw in visits:
            for name, value in changes.items():
                if not self._was_said_later(key, name):
                    self._write(key, name, value, saw[name].value if name in saw else None)
            self.made.append((key, changes, saw))

    def _was_said_later(self, key: str, name: str) -> bool:
        """Tell whether the same telephone spoke of a field in a later record that was made a visit before."""
        device, sequence = self.origin[key]
        return any(
            name in changes and self.origin[other][0] == device and self.origin[other][1] > sequence
            for other, changes, _saw in self.made
        )

    def _standing(self, record: Request) -> str:
        key = record["uuid"]
        if key in self.records:
            return "HAD" if self.records[key] == record["xml"] else "DIFFERENT"
        self.records[key] = record["xml"]
        return "STORED"

    def _write(self, key: str, name: str, value: str, base: str | None) -> None:
        stands = self.card[name]
        if value == stands:
            return
        # Who saw nothing overwrites nothing where nothing stands.
        if self._knew(key, name, base or "", stands):
            self.card[name] = value
            self.written.setdefault(name, []).append((stands, value, key))
        else:
            self.met.add((key, name, value, stands))

    def _knew(self, key: str, name: str, base: str, stands: str) -> bool:
        """Tell whether all that was written since the base was seen came from the same telephone, and earlier."""
        device, sequence = self.origin[key]
        wanted = stands
        for before, value, source in reversed(self.written.get(name, [])):
            if wanted == base or value != wanted:
                break
            if self.origin[source][0] != device or self.origin[source][1] >= sequence:
                break
            wanted = before
        return wanted == base


@dataclass
class Schedule:
    """One random schedule: what people do, and what the network does to it."""

    random: Random
    child: UUID
    phones: Sequence[Phone]
    plain: Plain
    at: datetime
    late: list[tuple[Phone, Request]] = field(default_factory=list)
    wanted: dict[str, dict[str, str]] = field(default_factory=dict)
    saw: dict[str, dict[str, Seen]] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)

    def run(self, steps: int) -> None:
        """Take random steps, then let the network heal and everything arrive."""
        for _ in range(steps):
            phone = self.random.choice(self.phones)
            acts = (self.fill, self.upload, self.pull, self.arrive_late, self.work)
            self.random.choices(acts, (6, 4, 1, 2, 1))[0](phone)
        self.random.shuffle(self.late)
        while self.late:
            self.arrive_late(self.phones[0])
        for phone in self.phones:
            while phone.outbox:
                self.deliver(phone, phone.batch(), answered=True)
        self.work(self.phones[0])

    def work(self, _phone: Phone) -> None:
        """The worker comes round to what was left for later."""
        jobs = work_off(clock=timezone.now, identify=officer_anew)
        assert [each.state for each in jobs] == ["DONE"] * len(jobs)
        self.plain.work()

    def fill(self, phone: Phone) -> None:
        """Somebody visits the child, and writes down some of what the card says."""
        names = self.random.sample(FIELDS, self.random.randint(0, len(FIELDS)))
        # Few values, so that two people often find the same, or find back what stood there before.
        changes = {name: f"{name} {self.random.randint(1, 3)}" for name in names}
        version = "7" if self.random.random() < 0.05 else "1"
        record = phone.fill(self.child, changes, self.at, version=version)
        self.wanted[record["uuid"]], self.saw[record["uuid"]] = changes, dict(phone.seen[record["uuid"]])

    def pull(self, phone: Phone) -> None:
        """A telephone asks for its area; half the answers are lost."""
        if self.random.random() < 0.5:
            phone.pull()

    def upload(self, phone: Phone) -> None:
        """A telephone sends what waits, and the network does what it likes."""
        request = phone.batch(self.random.randint(1, 5))
        if not request["records"]:
            return
        match self.random.choice(FATES):
            case "answered":
                self.deliver(phone, request, answered=True)
            case "answer lost" | "killed after commit":
                self.deliver(phone, request, answered=False)
            case "doubled":
                self.deliver(phone, request, answered=False)
                self.deliver(phone, request, answered=True)
            case "late":
                self.late.append((phone, request))
            case "killed before commit":
                with transaction.atomic():
                    self.send(phone, request)
                    transaction.set_rollback(True)

    def arrive_late(self, _phone: Phone) -> None:
        """A request that was given up long ago arrives after all; nobody hears the answer."""
        if self.late:
            phone, request = self.late.pop()
            self.deliver(phone, request, answered=False)

    def deliver(self, phone: Phone, request: Request, *, answered: bool) -> None:
        """Let the server take a request, and compare what it says with the reference."""
        answers = self.send(phone, request)
        assert [each["standing"] for each in answers] == self.plain.receive(request, self.wanted, self.saw)
        if answered:
            phone.take(answers)
            self.acknowledged |= {each["uuid"] for each in answers if not each["missing"]}

    @staticmethod
    def send(phone: Phone, request: Request) -> list[Answer]:
        told: list[Answer] = phone.line.told("records", request)["answers"]
        return told


def skew(random: Random) -> timedelta:
    """Give how wrong a telephone's clock is."""
    return timedelta(hours=random.choice((0, 0, -30, 30, 24 * 400)))
