"""Whoever watches over the site is told how it does, and nobody else is told anything."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.jobs.enqueueing import enqueue
from gonghu.foundation.jobs.heartbeat import say_present
from gonghu.usecases.every_day import verify_audit

pytestmark = pytest.mark.django_db
LINE = re.compile(r'gonghu_\w+(\{\w+="[\w.+]+"\})? -?\d+(\.\d+)?|# (HELP|TYPE) gonghu_\w+ .+')


def figures(client: Client) -> dict[str, float]:
    lines = client.get("/metrics").content.decode().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return {line.split()[0]: float(line.split()[1]) for line in lines if not line.startswith("#")}


def test_jobs_workers_and_room_are_told(client: Client) -> None:
    at = timezone.now()
    with transaction.atomic():
        enqueue(verify_audit, by=SYSTEM, at=at - timedelta(minutes=10))
    say_present(name="w1", kind="WORKER", at=at)
    say_present(name="w2", kind="WORKER", at=at - timedelta(hours=1))
    found = figures(client)
    assert (found['gonghu_jobs{state="queued"}'], found["gonghu_workers"], found["gonghu_clocks"]) == (1, 1, 0)
    assert 600 <= found["gonghu_jobs_waiting_seconds"] < 700
    assert found["gonghu_database_bytes"] > 0
    assert found["gonghu_disk_free_bytes"] > 0


def test_it_is_not_there_for_anybody_else(client: Client, settings: Settings) -> None:
    said = "t0ken"
    settings.GONGHU_METRICS_TOKEN = said
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer no"}).status_code == 404
    told = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": f"Bearer {said}"})
    assert told.status_code == 200
    settings.GONGHU_METRICS_FROM = ["203.0.113.0/24"]
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 200
