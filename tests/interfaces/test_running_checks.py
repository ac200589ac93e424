"""What the doctor says of a site that runs."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.recording import record
from gonghu.foundation.jobs.enqueueing import enqueue
from gonghu.foundation.jobs.heartbeat import say_present
from gonghu.foundation.jobs.models import Job, JobState
from gonghu.interfaces.cli.running_checks import troubles
from gonghu.usecases.every_day import verify_audit

pytestmark = pytest.mark.django_db
AT = timezone.now()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    tmp_path.chmod(0o700)
    settings.GONGHU_HOME = tmp_path
    return tmp_path


def test_a_new_site_has_no_troubles() -> None:
    assert troubles(AT) == []


def test_calendars_that_run_out_are_told() -> None:
    told = "\n".join(troubles(AT + timedelta(days=3650)))
    assert all(word in told for word in ("专项走访的日期（CN）只写到", "假期的日期（CN）只写到", "packs/holidays"))


def test_files_that_others_may_read_are_told(home: Path) -> None:
    (home / "secret_key").write_text("x")
    (home / "secret_key").chmod(0o644)
    home.chmod(0o755)
    (home / "demonstration.json").write_text("{}")
    told = "\n".join(troubles(AT))
    assert all(word in told for word in ("chmod 700", "chmod 600", "演示账号"))


def test_a_background_that_has_died_is_told_and_so_are_jobs_that_wait_and_fail() -> None:
    long_ago = AT - timedelta(hours=1)
    say_present(name="w1", kind="WORKER", at=long_ago)
    with transaction.atomic():
        enqueue(verify_audit, by=SYSTEM, at=long_ago)
        failed = enqueue(verify_audit, by=SYSTEM, at=long_ago)
    Job.objects.filter(pk=failed.pk).update(state=JobState.FAILED, finished_at=AT)
    told = "\n".join(troubles(AT))
    assert all(word in told for word in ("gonghu worker（", "gonghu beat", "60 分钟", "1 项后台作业没有完成"))


def test_a_clock_behind_what_was_recorded_is_told() -> None:
    with transaction.atomic():
        record(by=SYSTEM, at=AT + timedelta(hours=1), verb="child.read", subject_kind="child", subject_key="1")
    assert any("请校准时钟" in each for each in troubles(AT))
