"""An invented county: children with grants and accounts, and among them some who must not be paid, of twelve kinds."""

import random
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models, transaction

from benchmarks.payroll_rows import paper, plain
from gonghu.domain.benefits.models import Grant
from gonghu.domain.ledger.models import Accrual
from gonghu.domain.payments.models import MonthHeld, PayAccount
from gonghu.domain.payments.terms import LIVING, AccountKind, StopKind
from gonghu.domain.people.models import Child, Circumstance, Kinship, Person, Schooling
from gonghu.domain.people.terms import CircumstanceKind, FileSource, FileState, SchoolStage, SchoolState
from gonghu.engines.entitlement import month_of
from gonghu.foundation.bulk_rows import insert_rows
from gonghu.foundation.encryption import current_keyring
from gonghu.foundation.encryption.blind_index import blind_digest
from gonghu.foundation.ordered_keys import ordered_keys

COUNTY: Final = "360121000000"
ELSEWHERE: Final = "360122000000"
MONTH: Final = date(2026, 11, 1)
BEGAN: Final = date(2026, 9, 1)
LATER: Final = date(2026, 10, 1)
AT: Final = datetime(2026, 11, 12, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
FEN: Final = 199_000
ORPHAN, DEFACTO = "orphan_allowance", "defacto_allowance"
_OF_ONE_ACCOUNT: Final = 6
_KINDS: Final = 12
_LOCKS: Final = 3_000
_FAMILY: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN: Final = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华宇轩子涵欣怡"
_TABLES: Final = (Person, Child, PayAccount, Grant, Accrual, Circumstance, Kinship, Schooling)
_AT_ONCE: Final = 50_000


def fill(payments: int, planted: int, seed: int, officer: UUID | None) -> dict[str, list[UUID]]:
    """Fill the tables and give the grants that must be stopped, by kind."""
    county = _County(random.Random(seed), officer, planted)
    for number in range(payments - planted):
        county.ordinary(number)
        if number % _AT_ONCE == _AT_ONCE - 1:
            county.write()
    kinds = [kind for kind in StopKind if kind != StopKind.NO_ACCOUNT]
    found: dict[str, list[UUID]] = {str(kind): [] for kind in kinds}
    for number in range(planted):
        kind = kinds[number % len(kinds)]
        found[kind].append(county.plant(kind))
    county.write()
    return found


class _County:
    """Rows on their way into the tables, as plain values (县内数据)."""

    def __init__(self, draw: random.Random, officer: UUID | None, planted: int) -> None:
        self.draw, self.officer = draw, officer
        # So that every one of these accounts serves too many.
        self.shared_accounts = max(1, planted // _KINDS // _OF_ONE_ACCOUNT)
        self.keys = map(UUID, ordered_keys(AT))
        self.rows: dict[type[models.Model], list[dict[str, Any]]] = {table: [] for table in _TABLES}
        self.held: list[dict[str, Any]] = []
        self.application, self.decision = paper(officer, COUNTY, AT, BEGAN)
        self.family = 0
        self.shared = 0

    def ordinary(self, number: int) -> None:
        """Somebody who is rightly paid; many look a little like those who are not."""
        child = self.child(born_on=date(2010, 1, 1) + timedelta(days=self.draw.randrange(15 * 365)))
        # Brothers and sisters: two or three of one account, which is their grandmother's.
        self.family += 0 if number % 20 in {1, 2, 11} else 1
        self.account(child, f"62{self.family:017d}")
        line = DEFACTO if number % 3 else ORPHAN
        self.grant(child, line=line)
        if number % 10 == 0:
            self.parent(child, CircumstanceKind.IMPRISONED, to_on=None)
        if number % 100 == 0:
            self.pupil(child)
        if number % 100 == 1:
            self.grant(
                child, line=line, paying_division=ELSEWHERE, from_month=date(2025, 1, 1), to_month=date(2026, 8, 1)
            )

    def plant(self, kind: StopKind) -> UUID:
        """Somebody who must not be paid."""
        planted: UUID = getattr(self, f"_{kind.lower()}")()
        return planted

    def _orphan_and_defacto(self) -> UUID:
        child = self.paid()
        return self.grant(child, line=DEFACTO, from_month=LATER)

    def _two_care_forms(self) -> UUID:
        return self.grant(self.again(self.paid()), care_form="INSTITUTION", from_month=LATER)

    def _two_districts(self) -> UUID:
        first = self.child()
        self.grant(first, paying_division=ELSEWHERE)
        return self.grant(self.again(first), from_month=LATER)

    def _two_rolls(self) -> UUID:
        return self.grant(self.again(self.paid()), from_month=LATER)

    def _two_numbers(self) -> UUID:
        first = self.paid()
        second = self.child(name=first["name"], born_on=first["born_on"])
        self.account(second, first["account"])
        return self.grant(second, from_month=LATER)

    def _shared_account(self) -> UUID:
        self.shared += 1
        child = self.child()
        self.account(child, f"63{self.shared % self.shared_accounts:017d}")
        return self.grant(child)

    def _dead(self) -> UUID:
        return self.grant(self.with_account(self.child(died_on=date(2026, 9, 20))))

    def _over_age(self) -> UUID:
        return self.grant(self.with_account(self.child(born_on=date(2008, 5, 5))))

    def _adopted(self) -> UUID:
        child = self.with_account(self.child())
        self.circumstance(child["uuid"], CircumstanceKind.ADOPTED)
        return self.grant(child)

    def _parent_back(self) -> UUID:
        child = self.with_account(self.child())
        self.parent(child, CircumstanceKind.IMPRISONED, to_on=date(2026, 9, 30))
        return self.grant(child, line=DEFACTO)

    def _in_prison(self) -> UUID:
        child = self.with_account(self.child())
        self.circumstance(child["uuid"], CircumstanceKind.IMPRISONED)
        return self.grant(child)

    def _paid_already(self) -> UUID:
        child = self.with_account(self.child())
        grant = self.grant(child)
        other = next(self.keys)
        self.held.append(
            {
                "person": child["uuid"],
                "group": LIVING,
                "month": MONTH,
                "grant_id": grant,
                "line_id": other,
                "payroll_id": other,
            }
        )
        return grant

    def paid(self) -> dict[str, Any]:
        """A child with an account and an orphan's grant."""
        child = self.with_account(self.child())
        self.grant(child)
        return child

    def again(self, first: dict[str, Any]) -> dict[str, Any]:
        """Open a second file of somebody, found to be the same person."""
        second = self.child(
            name=first["name"], born_on=first["born_on"] + timedelta(days=1), merged_into_id=first["uuid"]
        )
        return self.with_account({**second, "human": first["uuid"]})

    def child(self, **said: Any) -> dict[str, Any]:
        """Open a child's file."""
        key = next(self.keys)
        name = self.draw.choice(_FAMILY) + "".join(self.draw.choices(_GIVEN, k=2))
        born_on = date(2010, 1, 1) + timedelta(days=self.draw.randrange(15 * 365))
        person = {
            "uuid": key,
            "name": name,
            "born_on": born_on,
            "division_code": f"{COUNTY[:6]}{self.draw.randrange(300):03d}201",
            "died_on": None,
            "merged_into_id": None,
            **said,
        }
        self.rows[Person].append(person)
        self.rows[Child].append(
            {
                "person_id": key,
                "division_code": person["division_code"],
                "name": person["name"],
                "born_on": person["born_on"],
                "state": FileState.RECOGNISED,
                "opened_on": BEGAN,
                "source": FileSource.ROLL,
            }
        )
        return {**person, "human": key}

    def with_account(self, child: dict[str, Any]) -> dict[str, Any]:
        """Give a child an account of its own."""
        self.family += 1
        return self.account(child, f"62{self.family:017d}")

    def account(self, child: dict[str, Any], number: str) -> dict[str, Any]:
        """Give a child an account; nothing is read of it here but its digest."""
        digest = blind_digest(number, purpose="bank account", keyring=current_keyring())
        self.rows[PayAccount].append(
            {
                "uuid": next(self.keys),
                "child_id": child["uuid"],
                "division_code": child["division_code"],
                "kind": AccountKind.BANK,
                "bank": "农商银行",
                "holder": b"",
                "number": b"",
                "number_index": digest,
                "from_on": BEGAN,
                "entered_at": AT,
                "entered_by_id": self.officer,
                "verified_by_id": self.decision.second_by_id,
                "verified_at": AT,
            }
        )
        child["account"] = number
        return child

    def grant(self, child: dict[str, Any], **said: Any) -> UUID:
        """Give a child a grant of which September and October were had."""
        key = next(self.keys)
        terms = {
            "line": ORPHAN,
            "paying_division": COUNTY,
            "from_month": BEGAN,
            "to_month": None,
            "care_form": "SCATTERED",
            **said,
        }
        self.rows[Grant].append(
            {
                "uuid": key,
                "child_id": child["uuid"],
                "person": child["human"],
                "division_code": child["division_code"],
                "application_id": self.application.pk,
                "decision_id": self.decision.pk,
                **terms,
            }
        )
        first, last = month_of(terms["from_month"]), month_of(terms["to_month"] or LATER)
        runs = f"{first}:{FEN}" if first == last else f"{first}-{last}:{FEN}"
        self.rows[Accrual].append({"grant_id": key, "runs": runs})
        return key

    def parent(self, child: dict[str, Any], kind: CircumstanceKind, to_on: date | None) -> None:
        """Give a child a father to whom something happened."""
        key = next(self.keys)
        self.rows[Person].append(
            {
                "uuid": key,
                "name": "父",
                "born_on": date(1985, 1, 1),
                "division_code": child["division_code"],
                "died_on": None,
                "merged_into_id": None,
            }
        )
        self.rows[Kinship].append(
            {
                "uuid": next(self.keys),
                "person_id": child["uuid"],
                "relative_id": key,
                "relation": "51",
                "from_on": child["born_on"],
            }
        )
        self.circumstance(key, kind, to_on)

    def circumstance(self, person: UUID, kind: CircumstanceKind, to_on: date | None = None) -> None:
        """Say what somebody's state is since the summer."""
        self.rows[Circumstance].append(
            {"uuid": next(self.keys), "person_id": person, "kind": kind, "from_on": date(2026, 6, 1), "to_on": to_on}
        )

    def pupil(self, child: dict[str, Any]) -> None:
        """Say that somebody is at school."""
        self.rows[Schooling].append(
            {
                "uuid": next(self.keys),
                "person_id": child["uuid"],
                "stage": SchoolStage.SENIOR,
                "state": SchoolState.ENROLLED,
                "from_on": BEGAN,
            }
        )

    def write(self) -> None:
        """Write what waits into the tables."""
        for table, waiting in [*self.rows.items(), (MonthHeld, self.held)]:
            for start in range(0, len(waiting), _LOCKS):
                # Accounts are kept apart by a lock each, of which one transaction holds only so many.
                with transaction.atomic():
                    insert_rows(table, *plain(table, waiting[start : start + _LOCKS]))
            waiting.clear()
