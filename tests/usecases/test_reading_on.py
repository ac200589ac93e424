"""A reading that was cancelled or killed goes on where it stopped: what was read is not read again, and counts once."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from django.conf import settings
from django.utils import timezone
from tests.deliveries import SAMPLES, sample_delivery
from tests.deployments import deployment
from tests.officers import JINNAN

from gonghu.domain.access.acting_anew import officer_anew
from gonghu.domain.policies.models import Run
from gonghu.domain.policies.terms import RunState
from gonghu.domain.rosters.models import Delivery
from gonghu.engines.intake import load_profiles, read_rosters
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.jobs.models import Job, JobState
from gonghu.foundation.jobs.working import JobWorker
from gonghu.usecases.run_screening import start_run, stop_run

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())

KILLED = """
import json, os, signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
import django

django.setup()
from django.core.management import call_command
from django.db import connection
from tests.usecases.deliveries import arrived, of_sample
from gonghu.config.settings import GONGHU_HOME, GONGHU_KEYRING
from gonghu.domain.access.acting_anew import officer_anew
from gonghu.domain.rosters.models import Delivery, SheetRead
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.encryption import new_keyring, write_keyring
from gonghu.foundation.jobs.models import Job
from gonghu.foundation.jobs.working import JobWorker
from gonghu.usecases.take_delivery import correct_and_try, take_delivery

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
write_keyring(new_keyring(), Path(GONGHU_KEYRING))
call_command("migrate", verbosity=0)

def work(at, clock=None):
    return JobWorker("w", clock=clock or (lambda: at), identify=officer_anew).work_once()

def counts():
    rows = SheetRead.objects.order_by("path", "sheet")
    return list(rows.values_list("path", "rows_total", "rows_accepted", "rows_returned", "rows_warned"))

def dies_at_the_third_sheet():
    if Job.objects.filter(step__startswith="读取第 3 张表").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return AT

def tried():
    delivery = take_delivery(division_code="120112000000", organisation=None, files=arrived(of_sample(*NAMES)),
                             by=SYSTEM, at=AT)
    work(AT)
    correct_and_try(delivery=delivery.pk, said=[], by=SYSTEM, at=AT)
    return delivery

NAMES = sorted(path.name for path in Path("tests/fixtures/rosters/jinnan").iterdir())[:5]
delivery = tried()
connection.close()
child = os.fork()
if child == 0:
    work(AT, dies_at_the_third_sheet)
    os._exit(0)
died = os.waitpid(child, 0)[1]
kept = len(list((Path(GONGHU_HOME) / "deliveries" / str(delivery.pk)).glob("*.read")))
steps = []
def watched():
    steps.extend(Job.objects.filter(state="RUNNING", step__startswith="读取第").values_list("step", flat=True))
    return AT + timedelta(hours=1)
job = work(None, watched)
resumed = counts()
whole = tried()
work(AT + timedelta(hours=2))
rows = SheetRead.objects.filter(file__delivery=whole).order_by("path", "sheet")
anew = list(rows.values_list("path", "rows_total", "rows_accepted", "rows_returned", "rows_warned"))
print(json.dumps({"died": died, "kept": kept, "state": job.state, "steps": sorted(set(steps)), "equal": resumed == anew,
                  "rows": sum(row[1] for row in anew)}))
"""


def test_a_reading_killed_at_the_third_sheet_goes_on_with_it_and_counts_every_row_once(tmp_path: Path) -> None:
    with deployment(tmp_path) as variables:
        ran = subprocess.run(
            [sys.executable, "-c", KILLED], env=variables, capture_output=True, text=True, timeout=120, check=False
        )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["died"] == 9
    assert told["kept"] in {2, 3}
    assert told["state"] == JobState.DONE
    # Beside the sheet at which it died, only those are read that were not.
    assert told["steps"] == [f"读取第 {turn} 张表，共 5 张" for turn in range(3, 6)]
    assert told["equal"]
    assert told["rows"] > 0


def kept(delivery: Delivery) -> int:
    return len(list((Path(settings.GONGHU_HOME) / "deliveries" / str(delivery.pk)).glob("*.read")))


def test_a_run_cancelled_while_it_reads_leaves_what_was_read_to_the_next(tmp_path: Path) -> None:
    delivery = sample_delivery(AT)
    run = start_run(delivery=delivery.pk, division_code=JINNAN, as_of=date(2026, 11, 1), by=SYSTEM, at=AT)

    def cancelled_after_five_files() -> datetime:
        if kept(delivery) >= 5 and Job.objects.filter(cancel_asked_at__isnull=True).exists():
            stop_run(run=run.pk, by=SYSTEM, at=AT)
        return AT

    JobWorker("tests", clock=cancelled_after_five_files, identify=officer_anew).work_once()
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    read = kept(delivery)
    assert read >= 5
    assert not any(b"120112" in path.read_bytes() for path in (settings.GONGHU_HOME / "deliveries").rglob("*.read"))

    again = start_run(delivery=delivery.pk, division_code=JINNAN, as_of=date(2026, 11, 1), by=SYSTEM, at=AT)
    job = JobWorker("tests", clock=lambda: AT, identify=officer_anew).work_once()
    assert job is not None
    assert job.state == JobState.DONE, job.error
    again = Run.objects.everywhere("test").get(pk=again.pk)
    assert again.counts["read_before"] == read
    # Once it was compared, nothing that was read stays.
    assert kept(delivery) == 0

    with duckdb.connect(str(tmp_path / "plain.duckdb")) as connection:
        plain = [
            sheet.counts for sheet in read_rosters(SAMPLES, connection=connection, profiles=load_profiles()).sheets
        ]
    assert again.counts["sheets"] == len(plain)
    assert again.counts["rows"] == sum(each.total for each in plain)
    assert again.counts["accepted"] == sum(each.accepted for each in plain)
    assert again.counts["returned"] == sum(each.quarantined for each in plain)
