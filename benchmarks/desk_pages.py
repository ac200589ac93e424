"""What one page costs the processor: ours from request to last byte, and the bare rows that no page can go below."""

import html
import time
from collections.abc import Callable
from statistics import median
from typing import Final

from django.db import connection
from django.test import Client

from benchmarks.desk_filling import DISTRICT
from benchmarks.desk_site import TYPED
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child

TIMES: Final = 50
_COLUMNS: Final = ("name", "sex", "born_on", "division_code", "category", "state", "risk_level", "opened_on")


def pages(paths: dict[str, str]) -> dict[str, list[float]]:
    """Time pages for the district officer, signed in; milliseconds of the processor, median and fewest."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.post("/sign-in", {"name": "district", "password": TYPED})
    return {name: spent(lambda at=path: client.get(at)) for name, path in paths.items()}


def bare() -> dict[str, list[float]]:
    """Time fifty rows of the children's list as one statement and one ``str.join``."""
    area = Area.of(DISTRICT)
    statement = (
        f"SELECT {', '.join(_COLUMNS)} FROM {Child._meta.db_table}"
        " WHERE division_code >= %s AND division_code < %s ORDER BY division_code, person_id LIMIT 50"
    )

    def written() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(statement, [area.low, area.high])
            rows = cursor.fetchall()
        cells = ("".join(f"<td>{html.escape(str(value))}</td>" for value in row) for row in rows)
        return "".join(f"<tr>{each}</tr>" for each in cells).encode()

    return {"limit: the bare rows, joined": spent(written)}


def spent(asked: Callable[[], object]) -> list[float]:
    """Ask so many times and give the processor's milliseconds for one, median and fewest; the first three warm up."""
    for _ in range(3):
        asked()
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        asked()
        taken.append(1000 * (time.process_time() - began))
    return [median(taken), min(taken)]
