"""Invented findings, stored as a screening stores them, by a peer, and as bare rows: seconds of each."""

import json
import random
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import connection, models, transaction

from gonghu.domain.people.opening.found import ChildFound, OpenedFiles, ParentFound
from gonghu.domain.people.operations import open_files
from gonghu.domain.policies.found import FindingSeen, ReasonTold, RunFound
from gonghu.domain.policies.models import Finding, FindingEvidence
from gonghu.domain.policies.operations import attach_tasks, begin_run, queue_run, store_run
from gonghu.domain.rosters.models import Delivery
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.bulk_rows import insert_rows
from gonghu.interfaces.cli.init import make_ready
from gonghu.standards.citizen_number import check_character
from gonghu.standards.division_names import places_within

DISTRICT: Final = "360121000000"
AT: Final = datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER: Final = AT + timedelta(days=1)
A_THOUSAND: Final = 1_000
TEN: Final = 10
CHILDREN_OF_TEN_FINDINGS: Final = 7
_POLICIES: Final = ("not_protected", "wrong_category", "should_leave", "to_verify", "not_insured")
_FAMILY: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN: Final = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华宇轩子涵欣怡"
_RELATIONS: Final = ("51", "52")


def store(findings: int, seed: int) -> dict[str, Any]:
    """Store a run of so many findings, and again; then the same rows by a peer and bare. Give the seconds of each."""
    make_ready()
    draw = random.Random(seed)
    found = list(_children(draw, findings * CHILDREN_OF_TEN_FINDINGS // TEN))
    told = [_reason(policy, number) for policy in _POLICIES for number in range(40)]
    taken: dict[str, float] = {}
    files = _timed(taken, "files, new", lambda: open_files(found=found, by=SYSTEM, at=AT))
    seen = list(_findings(draw, found, files, told))
    _store(taken, "new", seen, told, AT)
    _timed(taken, "files, again", lambda: open_files(found=found, by=SYSTEM, at=LATER))
    _store(taken, "again", seen, told, LATER)
    written = [(model, *as_written(model)) for model in (Finding, FindingEvidence)]
    taken["bulk_create"] = _anew(lambda: _by_objects(written))
    taken["bare rows"] = _anew(lambda: [insert_rows(model, columns, rows) for model, columns, rows in written])
    return {"findings": len(seen), "children": len(found), "seconds": taken}


def _store(taken: dict[str, float], name: str, seen: list[FindingSeen], told: list[ReasonTold], at: datetime) -> None:
    """Store a run, and give work about what is new in it."""
    run, rows = _run(at), RunFound(told, iter(seen), _evidence)
    stored = _timed(taken, f"findings, {name}", lambda: store_run(run=run, found=rows, by=SYSTEM, at=at))
    if stored.to_verify:
        _timed(taken, "tasks", lambda: _give_work(run, stored.to_verify))


def _timed(taken: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    with transaction.atomic():
        done = work()
    taken[name] = time.perf_counter() - began
    return done


def _anew(work: Callable[[], object]) -> float:
    """Time writing all findings and their evidence into tables that hold none."""
    with connection.cursor() as cursor:
        for model in (FindingEvidence, Finding):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
            # Without it PostgreSQL walks the dead rows of the evidence for each finding deleted.
            cursor.execute("VACUUM")
    taken: dict[str, float] = {}
    _timed(taken, "", work)
    return taken[""]


def as_written(model: type[models.Model]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Give the columns and rows of a table as the database has them."""
    columns = [field.column for field in model._meta.concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {model._meta.db_table}")
        rows = cursor.fetchall()
    # COPY takes the text of a JSON value, not what was read of it.
    return columns, [tuple(json.dumps(each) if isinstance(each, list) else each for each in row) for row in rows]


def _by_objects(written: Iterable[tuple[Any, list[str], list[tuple[Any, ...]]]]) -> None:
    """Write the rows as Django's own tools do it: objects of plain models, a thousand a statement."""
    for model, columns, rows in written:
        made = (model(**dict(zip(columns, row, strict=True))) for row in rows)
        while part := list(islice(made, A_THOUSAND)):
            model._base_manager.bulk_create(part)


def _children(draw: random.Random, many: int) -> Iterator[ChildFound]:
    villages = sorted(code for code in places_within(DISTRICT[:6]) if not code.endswith("000"))
    for key in range(1, many + 1):
        born_on = date(2009, 1, 1) + timedelta(days=draw.randrange(16 * 365))
        parents = tuple(
            ParentFound(relation, _name(draw), _number(date(1980, 1, 1) + timedelta(days=key % 3650), 2 * key + turn))
            for turn, relation in enumerate(_RELATIONS)
        )
        yield ChildFound(key, _name(draw), draw.choice(villages), _number(born_on, key), parents=parents)


def _name(draw: random.Random) -> str:
    return draw.choice(_FAMILY) + "".join(draw.choices(_GIVEN, k=2))


def _number(born_on: date, key: int) -> str:
    first = f"{360100 + key // 1000 % 900:06d}{born_on:%Y%m%d}{key % 1000:03d}"
    return first + check_character(first)


def _reason(policy: str, number: int) -> ReasonTold:
    words = f"父亲服刑，母亲失联满 {number} 个月，没有领取基本生活补贴"
    opened = f"父母情况已核实（{number}）"
    return ReasonTold(policy, policy, words, opened, "", "", "《意见》第一部分", "民发〔2019〕62号", ("PRISON",))


def _findings(
    draw: random.Random, found: list[ChildFound], files: OpenedFiles, told: list[ReasonTold]
) -> Iterator[FindingSeen]:
    """Yield ten findings for seven children, a child's one after the other."""
    prints = {policy: [each.fingerprint for each in told if each.policy == policy] for policy in _POLICIES}
    for child in found:
        several = 2 if child.key % CHILDREN_OF_TEN_FINDINGS < TEN - CHILDREN_OF_TEN_FINDINGS else 1
        for policy in draw.sample(_POLICIES, several):
            key, place, digest = files.children[child.key], child.division_code, f"{child.key:032x}"
            yield FindingSeen(key, policy, place, "DEFACTO", draw.choice(prints[policy]), 120_000, digest)


def _evidence(children: Collection[UUID]) -> Iterator[tuple[UUID, str]]:
    row = ["father", "司法局_服刑人员.xlsx", "Sheet1", 1207, "服刑在押", "状态 在押，入监 2024-03-01", "PRISON"]
    text = json.dumps([row, ["child", "公安局_户籍.xlsx", "", 88, "登记儿童", "", ""]], ensure_ascii=False)
    for child in children:
        yield child, text


def _run(at: datetime) -> UUID:
    delivery, key = Delivery.objects.create(division_code=DISTRICT, uploaded_at=at), uuid4()
    asked = {"division_code": DISTRICT, "as_of": at.date(), "job": uuid4(), "by": SYSTEM, "at": at}
    queue_run(key=key, delivery=delivery.pk, **asked)
    begin_run(run=key, by=SYSTEM, at=at)
    return key


def _give_work(run: UUID, children: Iterable[Any]) -> None:
    asked = list(children)
    orders = [
        TaskOrder(TaskKind.VERIFY_LEAD, "核实线索：应保未保", each.division_code, each.child, each.category,
                  source_kind="child", source_key=each.child)
        for each in asked
    ]  # fmt: skip
    keys = open_tasks(orders=orders, by=SYSTEM, at=AT)
    tasks = dict(zip((each.child for each in asked), keys, strict=True))
    attach_tasks(run=run, tasks=tasks, by=SYSTEM, at=AT)
