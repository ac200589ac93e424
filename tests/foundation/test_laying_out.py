"""An empty database is laid out at once, exactly as the steps of all migrations would leave it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.deployments import deployment

pytestmark = pytest.mark.django_db

SCHEMA = r"""
import json, re, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection

def parts(sql):
    "Cut what stands in the brackets of CREATE TABLE at its commas: the order of columns does not count."
    found, depth, begin = [], 0, sql.index("(") + 1
    for place, sign in enumerate(sql[begin:], start=begin):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0 or (sign == "," and depth == 0):
            found.append(sql[begin:place].strip())
            begin = place + 1
        if depth < 0:
            return sorted(found)

SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
POSTGRESQL = '''
    SELECT 'column', table_name, column_name, data_type, character_maximum_length::text, is_nullable, column_default,
           is_identity FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index', tablename, indexname, indexdef, '', '', '', '' FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', '', ''
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', '', '', ''
        FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, prosrc, '', '', '', '', ''
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
'''

call_command("migrate", verbosity=0, step_by_step=sys.argv[1] == "steps")
with connection.cursor() as cursor:
    cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
    rows = cursor.fetchall()
    if connection.vendor == "sqlite":
        rows = [(kind, name, parts(sql) if kind == "table" else sql) for kind, name, sql in rows]
    # Django's table between groups and permissions, which hold nothing here, got a wider key since its first step.
    rows = [row for row in rows if "auth_group_permissions" not in row[1]]
    cursor.execute("SELECT app, name FROM django_migrations")
    steps = cursor.fetchall()
    cursor.execute("SELECT role, permission FROM access_rolepermission")
    print(json.dumps({"schema": sorted(map(str, rows)), "steps": sorted(steps), "filled": sorted(cursor.fetchall())}))
"""


def made(home: Path, way: str) -> dict[str, list[object]]:
    home.mkdir()
    with deployment(home) as variables:
        ran = subprocess.run(
            [sys.executable, "-c", SCHEMA, way], env=variables, capture_output=True, text=True, check=False
        )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, list[object]] = json.loads(ran.stdout)
    return found


def test_both_ways_leave_the_same(tmp_path: Path) -> None:
    at_once, by_steps = (made(tmp_path / way, way) for way in ("at once", "steps"))
    assert sorted(set(map(str, at_once["schema"])) ^ set(map(str, by_steps["schema"]))) == []
    assert at_once == by_steps
    assert len(at_once["schema"]) > 500
    assert at_once["filled"]
