"""A desk full of invented children and tasks, put straight into its tables."""

import random
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from benchmarks.desk_site import TYPED
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child, IdentityNumber, Person
from gonghu.domain.people.models.number import PURPOSE, TAIL, TAIL_PURPOSE
from gonghu.domain.people.spelling import spelt
from gonghu.domain.tasks.models import Task
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.bulk_rows import insert_rows
from gonghu.foundation.encryption import current_keyring
from gonghu.foundation.encryption.blind_index import blind_digest
from gonghu.foundation.encryption.cipher import seal_many
from gonghu.foundation.table_statistics import refresh_statistics
from gonghu.interfaces.cli.init import make_ready
from gonghu.standards.citizen_number import check_character
from gonghu.standards.division_names import places_within
from gonghu.usecases.demonstration import Player, employ

PROVINCE: Final = "36"
DISTRICT: Final = "360121000000"
PEOPLE: Final = (
    Player("province", "郑海燕", Role.PROVINCE_OFFICER, "360000000000", "看全省的清单"),
    Player("district", "周建国", Role.DISTRICT_OFFICER, DISTRICT, "看全区的清单"),
)
AT: Final = datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
AT_ONCE: Final = 20_000
_FAMILY: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN: Final = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华宇轩子涵欣怡浩然梓萱一诺佳俊"
_CATEGORIES: Final = ("ORPHAN", "DEFACTO", "SEVERE", "POOR", "LEFT_BEHIND", "")
_STATES: Final = ("LEAD", "ON_FILE", "RECOGNISED")
_RISKS: Final = ("EXTREME", "HIGH", "MIDDLE", "LOW", "")
_KINDS: Final = ("VERIFY_LEAD", "FIRST_VISIT", "REVIEW_CATEGORY", "COMPLETE_FILE")
_OPEN_OF_TEN: Final = 3
_RAISED_AFTER: Final = (1, 4, 8)
"""Days late at which a task is reminded of, comes up to a town, and to a district."""


def fill(children: int, tasks_each: int, seed: int) -> dict[str, Any]:
    """Make the site, its officers, so many children with a number each, and so many tasks for each."""
    make_ready()
    load_divisions(by=SYSTEM, at=AT, area=Area.of(PROVINCE))
    employ(players=PEOPLE, password=TYPED, at=AT)
    draw, villages = random.Random(seed), sorted(code for code in places_within(PROVINCE) if not code.endswith("000"))
    numbers: Counter[str] = Counter()
    for start in range(0, children, AT_ONCE):
        many = min(AT_ONCE, children - start)
        with transaction.atomic():
            _batch(draw, villages, numbers, many, tasks_each)
    refresh_statistics()
    return {"children": children, "tasks": children * tasks_each}


def _batch(draw: random.Random, villages: Sequence[str], numbers: Counter[str], many: int, tasks_each: int) -> None:
    people, files, tasks, borne = [], [], [], []
    for _ in range(many):
        key, village = uuid.UUID(int=draw.getrandbits(128), version=4), draw.choice(villages)
        name = draw.choice(_FAMILY) + "".join(draw.choices(_GIVEN, k=draw.choice((1, 2, 2))))
        born_on = date(2009, 1, 1) + timedelta(days=draw.randrange(17 * 365))
        sex = draw.choice("12")
        described = (name, *spelt(name))
        people.append((_key(key), *described, "", sex, "", born_on.isoformat(), "", village))
        category = draw.choice(_CATEGORIES)
        files.append(
            (_key(key), village, *described, sex, born_on.isoformat(), category, draw.choice(_STATES),
             draw.choice(_RISKS), "2026-10-01", "", "SCREENING")
        )  # fmt: skip
        day = f"{village[:6]}{born_on:%Y%m%d}"
        numbers[day] += 1
        first = f"{day}{numbers[day]:03d}"
        borne.append((uuid.UUID(int=draw.getrandbits(128), version=4), key, first + check_character(first)))
        tasks += [_task(draw, key, village, category) for _ in range(tasks_each)]
    _write(people, files, borne, tasks)


def _task(draw: random.Random, child: uuid.UUID, village: str, category: str) -> tuple[Any, ...]:
    opened = AT - timedelta(days=draw.randrange(600), minutes=draw.randrange(600))
    is_open = draw.randrange(10) < _OPEN_OF_TEN
    due = opened.date() + timedelta(days=draw.randrange(5, 60))
    level = sum((AT.date() - due).days >= late for late in _RAISED_AFTER) if is_open else 0
    closed = (None, "OPEN", "") if is_open else (_moment(opened + timedelta(days=3)), "DONE", "CONFIRMED")
    key = uuid.UUID(int=draw.getrandbits(128), version=4)
    title = "核实：应保未保"
    return (_key(key), draw.choice(_KINDS), title, _key(child), village, category, due.isoformat(), _moment(opened),
            *closed, "", "", level, "")  # fmt: skip


def _write(people: list[Any], files: list[Any], borne: list[Any], tasks: list[Any]) -> None:
    named = ("uuid", "name", "pinyin", "initials", "former_name", "sex", "ethnic_group", "born_on", "without_number",
             "division_code")  # fmt: skip
    insert_rows(Person, named, people)
    insert_rows(
        Child,
        ("person_id", "division_code", "name", "pinyin", "initials", "sex", "born_on", "category", "state",
         "risk_level", "opened_on", "closing_reason", "source"),
        files,
    )  # fmt: skip
    keyring, place = current_keyring(), f"{IdentityNumber._meta.db_table}.number:"
    sealed = seal_many(((number, f"{place}{key}") for key, _, number in borne), keyring=keyring)
    insert_rows(
        IdentityNumber,
        ("uuid", "person_id", "kind", "number", "number_index", "tail_index", "from_on"),
        [
            (_key(key), _key(person), "CITIZEN", closed, blind_digest(number, purpose=PURPOSE, keyring=keyring),
             blind_digest(number[-TAIL:], purpose=TAIL_PURPOSE, keyring=keyring), "2026-10-01")
            for (key, person, number), closed in zip(borne, sealed, strict=True)
        ],
    )  # fmt: skip
    columns = ("uuid", "kind", "title", "child_id", "division_code", "category", "due_on", "opened_at", "closed_at",
               "state", "outcome", "outcome_note", "evidence", "level", "source_kind")  # fmt: skip
    insert_rows(Task, columns, tasks)


def _key(key: uuid.UUID) -> str:
    return key.hex if connection.vendor == "sqlite" else str(key)


def _moment(at: datetime) -> str:
    return at.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S+00")
