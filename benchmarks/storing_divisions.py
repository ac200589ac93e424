"""The national lists of divisions, loaded as `gonghu load-divisions` loads them, and as bare rows: seconds of both."""

import time
from typing import Any

from django.db import connection, transaction

from benchmarks.storing_rows import AT, as_written
from gonghu.domain.divisions.models import Division
from gonghu.domain.divisions.operations import load_divisions
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.bulk_rows import insert_rows
from gonghu.interfaces.cli.init import make_ready


def load() -> dict[str, Any]:
    """Load the whole country into a fresh site, then the same rows bare into the table that was emptied."""
    make_ready()
    began = time.perf_counter()
    loaded = load_divisions(by=SYSTEM, at=AT)
    ours = time.perf_counter() - began
    columns, rows = as_written(Division)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Division._meta.db_table}")
    began = time.perf_counter()
    with transaction.atomic():
        insert_rows(Division, columns, rows)
    return {"divisions": loaded.divisions, "ours": ours, "bare": time.perf_counter() - began}
