"""Eight officers write at once: nobody is told that the database is locked, and the chain holds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
WRITERS, EACH = 8, 625

PROGRAM = f"""
import threading
from datetime import UTC, datetime
import django

django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.foundation.audit.recording import record
from gonghu.foundation.audit.verification import verify

failed = []

def write(writer):
    try:
        for number in range({EACH}):
            with transaction.atomic():
                # Read, then write: with Django's own default most of these fail.
                AuditEntry.objects.filter(chain="120112", subject_key=f"{{writer}}-0").count()
                record(by=SYSTEM, at=datetime(2026, 11, 21, tzinfo=UTC), verb="child.read", subject_kind="child",
                       subject_key=f"{{writer}}-{{number}}", district="120112")
    except Exception as problem:
        failed.append(repr(problem))
    connection.close()

call_command("migrate", "audit", verbosity=0)
writers = [threading.Thread(target=write, args=(number,)) for number in range({WRITERS})]
for writer in writers:
    writer.start()
for writer in writers:
    writer.join()
found = verify("120112")
print(found.entries, len(found.broken), failed)
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        print(*(cursor.execute(f"PRAGMA {{name}}").fetchone()[0] for name in ("journal_mode", "synchronous")))
"""


def test_eight_writers_never_find_the_database_locked(tmp_path: Path) -> None:
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "gonghu.config.settings", "GONGHU_HOME": str(tmp_path)}
    command = [sys.executable, "-c", PROGRAM]
    ran = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    written, *modes = ran.stdout.splitlines()
    assert written == f"{WRITERS * EACH} 0 []"
    # WAL, and FULL (2): an acknowledged write survives a power cut.
    assert modes == (["wal 2"] if connection.vendor == "sqlite" else [])
