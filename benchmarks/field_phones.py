"""Directors' telephones: each over a connection of its own, sending visits one by one or in batches."""

import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from benchmarks.desk_site import TYPED
from benchmarks.desk_visitors import PageRefused, Visitor
from gonghu.domain.questionnaires.shipped import shipped_forms

FORM: Final = "regular_visit"
VERSION: Final = next(each.form.version for each in shipped_forms() if each.form.form_id == FORM)
_ANSWERS: Final = (
    '<data id="{form}" version="{version}"><child>{child}</child><task/><meeting><visited_on>2026-11-02</visited_on>'
    "<outcome>MET</outcome><not_met/></meeting><living><life>FINE</life><subsidy>{subsidy}</subsidy>"
    "<card_holder>祖父母</card_holder></living><schooling><school_state>ENROLLED</school_state>"
    "<school_class>五年级{at}班</school_class><study>FINE</study><health>FINE</health><health_note/></schooling>"
    "<family><guard>GOOD</guard><carer_relation/><carer_name/><carer_phone/><father>外地务工</father>"
    "<mother>在家</mother></family><wishes><wish>想要一本书</wish><needs/></wishes>"
    "<more_problems>NO</more_problems><photo/><signature/><voice/><meta><instanceID>uuid:{uuid}</instanceID></meta></data>"
)


TRIES: Final = 20


class Busy(PageRefused):
    """The database was busy; the telephone comes again."""


@dataclass
class Phone(Visitor):
    """One telephone that has signed in, registered and learnt its village."""

    name: str = ""
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str = ""
    cards: dict[str, dict[str, str]] = field(default_factory=dict)
    sequence: int = 0
    refused: int = 0

    def begin(self) -> None:
        """Sign in and register."""
        self.sign_in(self.name, TYPED)
        self.token = self.told("GET", "me")["csrf"]
        self.told("POST", "device", {"id": self.key, "label": "bench"})

    def first_sync(self) -> tuple[int, int]:
        """Bring the village to the telephone, and give how many requests and bytes that took."""
        requests, received, after = 0, 0, ""
        while True:
            page = self.told("POST", "area", {"have": {}, "after": after, "limit": 100})
            requests, received = requests + 1, received + len(json.dumps(page, ensure_ascii=False).encode())
            for item in page["items"]:
                if item["kind"] == "child":
                    self.cards[item["key"]] = {row["field"]: row["version"] for row in item["body"]["card"]}
            after = page["next"]
            if not after:
                return requests, received

    def visit(self, child: str, at: int) -> dict[str, Any]:
        """Fill in a visit, of which some fields are new."""
        key = str(uuid.uuid4())
        self.sequence += 1
        # These children have no grant: a family in ten says that money came all the same, and a task asks about it.
        subsidy = "FULL" if self.sequence % 10 == 0 else "NOT_ENTITLED"
        xml = _ANSWERS.format(form=FORM, version=VERSION, child=child, uuid=key, at=at % 9 + 1, subsidy=subsidy)
        return {
            "uuid": key, "form": FORM, "version": VERSION, "sequence": self.sequence, "xml": xml, "files": [],
            "made_at": "2026-11-02T10:00:00+08:00", "base": self.cards.get(child, {}),
        }  # fmt: skip

    def send(self, records: list[dict[str, Any]]) -> int:
        """
        Send records, and give how many the server says it stored.

        :raises PageRefused: it did not answer
        """
        told = self._patiently("records", {"device": self.key, "records": records})
        return sum(each["standing"] in ("STORED", "HAD") and not each["reasons"] for each in told["answers"])

    def _patiently(self, address: str, body: Any) -> Any:
        """Ask again when the database is busy or it was asked too often, as the app does."""
        for _ in range(TRIES):
            try:
                return self.told("POST", address, body)
            except Busy:
                self.refused += 1
                time.sleep(1)
        return self.told("POST", address, body)

    def told(self, method: str, address: str, body: Any = None) -> Any:
        """
        Ask the server.

        :raises PageRefused: it refuses
        """
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"X-CSRFToken": self.token, "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        try:
            self._connection.request(method, f"/field/api/{address}", content, headers)
            answer = self._connection.getresponse()
        except ConnectionError:
            # The server ends connections nobody used for a while; whatever is sent may come twice.
            self._connection.close()
            self._connection.request(method, f"/field/api/{address}", content, headers)
            answer = self._connection.getresponse()
        self._keep(answer.headers)
        said = answer.read()
        if answer.status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
            raise Busy(address)
        if answer.status != HTTPStatus.OK:
            raise PageRefused(f"{address}: {answer.status} {said[:200].decode('utf-8', 'replace')}")
        return json.loads(said)

    def _keep(self, headers: Any) -> None:
        for line in headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value


def at_once(phones: list[Phone], work: Callable[[Phone, int], None]) -> float:
    """Let all telephones work at one time, and give the seconds until the last is done."""
    failed: list[str] = []

    def one(phone: Phone, number: int) -> None:
        try:
            work(phone, number)
        except (PageRefused, OSError) as problem:
            failed.append(str(problem))

    threads = [threading.Thread(target=one, args=(phone, number)) for number, phone in enumerate(phones)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise PageRefused(f"{len(failed)} telephones, the first: {failed[0]}")
    return time.perf_counter() - began
