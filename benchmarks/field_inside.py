"""What one visit costs the processor inside the server, and the bare rows that no server can go below."""

import json
import os
import time
from http import HTTPStatus
from typing import Any

from django.db import connection, transaction
from django.test import Client

from benchmarks.desk_filling import AT
from benchmarks.desk_site import TYPED
from benchmarks.desk_visitors import PageRefused
from benchmarks.field_phones import Phone
from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import officer
from gonghu.usecases.field_area import area_of


def visits(name: str, children: list[str], batch: int, batches: int) -> dict[str, Any]:
    """Send batches of visits through the views; milliseconds of the processor for each visit, and for one area."""
    client, phone = Client(SERVER_NAME="127.0.0.1"), Phone("nowhere", name=name)
    client.post("/sign-in", {"name": name, "password": TYPED})
    _post(client, "device", {"id": phone.key})
    page = _post(client, "area", {"have": {}, "after": "", "limit": 100})
    for item in page["items"]:
        if item["kind"] == "child":
            phone.cards[item["key"]] = {row["field"]: row["version"] for row in item["body"]["card"]}
    taken, began = 0, time.process_time()
    for number in range(batches):
        records = [phone.visit(children[(number * batch + at) % len(children)], number) for at in range(batch)]
        told = _post(client, "records", {"device": phone.key, "records": records})
        taken += sum(each["standing"] == "STORED" for each in told["answers"])
    spent = time.process_time() - began
    account = Account.objects.everywhere("the benchmark's own director").get(sign_in_name=name)
    who = officer(account=account, at=AT)
    areas = []
    for _ in range(20):
        began = time.process_time()
        items = area_of(by=who, at=AT)
        areas.append(1000 * (time.process_time() - began))
    return {
        "visit": 1000 * spent / (batch * batches), "stored": taken, "area": sorted(areas)[len(areas) // 2],
        "items": len(items),
    }  # fmt: skip


def bare(visits: int, batch: int, size: int) -> dict[str, Any]:
    """Write rows of the same bytes, a commit a batch; rows a second."""
    with connection.cursor() as cursor:
        kind = "BYTEA" if connection.vendor == "postgresql" else "BLOB"
        cursor.execute(f"CREATE TABLE bare_visits (id BIGINT PRIMARY KEY, body {kind})")
    began = time.perf_counter()
    for start in range(0, visits, batch):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO bare_visits VALUES (%s, %s)",
                [(start + at, os.urandom(size)) for at in range(batch)],
            )
    spent = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bare_visits")
    return {"rows": visits / spent}


def stored(patience: float = 0) -> dict[str, Any]:
    """Count what the database holds; wait so long for the visits that the worker still makes of it."""
    began = time.perf_counter()
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM questionnaires_submission")
            kept = cursor.fetchone()[0]
            cursor.execute("SELECT COUNT(*) FROM visits_visit")
            made = cursor.fetchone()[0]
        waited = time.perf_counter() - began
        if made >= kept or waited > patience:
            return {"kept": kept, "visits": made, "waited": waited}
        time.sleep(0.5)


def _post(client: Client, address: str, body: Any) -> Any:
    answer = client.post(f"/field/api/{address}", json.dumps(body), content_type="application/json")
    if answer.status_code != HTTPStatus.OK:
        raise PageRefused(f"{address}: {answer.status_code} {answer.content.decode()}")
    return json.loads(answer.content)
