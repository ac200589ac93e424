"""Figures for whatever watches over the site (监控指标), as Prometheus reads them: of the machine, never of people."""

import hmac
import ipaddress
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gonghu.foundation.audit.verification import entries_written
from gonghu.foundation.jobs.standing import standing
from gonghu.foundation.pages.readiness import what_is_missing
from gonghu.interfaces.desk.admission import open_to_everybody

_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_DATABASE_BYTES: Final = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@require_safe
@open_to_everybody("only with its token, or straight from a named address; to others it is not there")
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell how the site does."""
    if not _may_watch(request):
        raise Http404
    return HttpResponse("".join(f"{line}\n" for line in _lines()), content_type=_TYPE)


def _may_watch(request: HttpRequest) -> bool:
    token: str = settings.GONGHU_METRICS_TOKEN
    said = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(said.encode(), f"Bearer {token}".encode()):
        return True
    # Behind a proxy everybody seems to come from this machine.
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(each) for each in settings.GONGHU_METRICS_FROM)


def _lines() -> Iterator[str]:
    missing = what_is_missing()
    yield from _gauge("gonghu_ready", "Whether everything is there that pages need", 0 if missing else 1)
    yield from _gauge("gonghu_version", "The version that runs", 1, f'{{version="{version("gonghu")}"}}')
    free = shutil.disk_usage(settings.GONGHU_HOME if settings.GONGHU_HOME.is_dir() else "/").free
    yield from _gauge("gonghu_disk_free_bytes", "Room left where the site keeps its files", free)
    try:
        yield from _of_the_database()
    except DatabaseError:
        yield from _gauge("gonghu_database_up", "Whether the database answers", 0)


def _of_the_database() -> Iterator[str]:
    now = standing(at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE_BYTES[connection.vendor])
        (size,) = cursor.fetchone() or (0,)
    yield from _gauge("gonghu_database_up", "Whether the database answers", 1)
    yield from _gauge("gonghu_database_bytes", "Size of the database", size)
    yield from _gauge("gonghu_audit_entries", "Entries of all audit chains", entries_written())
    yield from _gauge("gonghu_workers", "Workers that gave a sign of life in two minutes", now.workers)
    yield from _gauge("gonghu_clocks", "Clocks that gave a sign of life in two minutes", now.clocks)
    yield from _gauge("gonghu_jobs_waiting_seconds", "How long the oldest due job has waited", now.waiting_seconds)
    yield from _gauge("gonghu_jobs_failed_day", "Jobs that failed within a day", now.failed_recently)
    yield "# HELP gonghu_jobs Background jobs by state"
    yield "# TYPE gonghu_jobs gauge"
    for state, count in now.jobs.items():
        yield f'gonghu_jobs{{state="{state.lower()}"}} {count}'


def _gauge(name: str, told: str, value: float, labels: str = "") -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
    yield f"{name}{labels} {value}"
