"""
Rows that hold from one day to another (起止日期), and the proof in the database that those of one owner never overlap.

Both days belong to the interval, as officials write them; no last day means until further notice.
"""

from datetime import date
from typing import Any, ClassVar, Final

from django.db import migrations, models
from django.db.models import F, Q

_OVERLAP: Final = """SELECT 1 FROM {table} AS other
    WHERE other.{owner} = NEW.{owner} AND other.{key} <> NEW.{key}
      AND (NEW.to_on IS NULL OR other.from_on <= NEW.to_on) AND (other.to_on IS NULL OR NEW.from_on <= other.to_on)"""
_REFUSAL: Final = "overlap: two rows of {table} hold on one day"

_SQLITE_TRIGGER: Final = """CREATE TRIGGER {table}_apart_{event} BEFORE {event} ON {table}
    WHEN EXISTS ({overlap}) BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
# Two transactions that add rows of one owner wait for each other; the second then sees what the first has written.
_POSTGRESQL_FUNCTION: Final = """CREATE OR REPLACE FUNCTION {table}_stay_apart() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('{table}'), hashtext(NEW.{owner}::text));
        IF EXISTS ({overlap}) THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'exclusion_violation'; END IF;
        RETURN NEW;
    END $$"""
_POSTGRESQL_TRIGGER: Final = """CREATE TRIGGER {table}_apart BEFORE INSERT OR UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_stay_apart()"""


class Dated(models.Model):
    """A row that holds on every day from ``from_on`` to ``to_on`` (有起止日期的记录)."""

    from_on = models.DateField("起始日期")
    to_on = models.DateField("终止日期（含当日）", null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="%(app_label)s_%(class)s_dates"
            ),
        )

    def holds_on(self, on: date) -> bool:
        """Tell whether the row holds on a day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)


def holding_on(on: date, *, through: str = "") -> Q:
    """Give the condition that a row holds on a day; ``through`` is the way to it from another model (``posts__``)."""
    return Q(**{f"{through}from_on__lte": on}) & (
        Q(**{f"{through}to_on__isnull": True}) | Q(**{f"{through}to_on__gte": on})
    )


def holding_since(on: date) -> Q:
    """Give the condition that a row holds on a day or on a later one."""
    return Q(to_on__isnull=True) | Q(to_on__gte=on)


def apart_statements(table: str, owner: str, key: str, vendor: str) -> list[str]:
    """Write the statements that keep the rows of one owner apart."""
    words = {"table": table, "owner": owner, "key": key, "refusal": _REFUSAL.format(table=table)}
    words["overlap"] = _OVERLAP.format(**words)
    if vendor == "sqlite":
        return [_SQLITE_TRIGGER.format(event=event, **words) for event in ("INSERT", "UPDATE")]
    return [_POSTGRESQL_FUNCTION.format(**words), _POSTGRESQL_TRIGGER.format(**words)]


def together_statements(table: str, vendor: str) -> list[str]:
    """Write the statements that take the proof away again."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_apart_{event}" for event in ("INSERT", "UPDATE")]
    return [f"DROP FUNCTION IF EXISTS {table}_stay_apart() CASCADE"]


class NoOverlap(migrations.RunPython):
    """The step of a migration that lets no two rows of one owner hold on one day (起止日期不重叠)."""

    def __init__(self, table: str, owner: str, key: str = "uuid") -> None:
        self.table, self.owner, self.key = table, owner, key
        super().__init__(self._part, self._rejoin)

    def deconstruct(self) -> Any:
        """Describe the step."""
        return type(self).__qualname__, [self.table, self.owner, self.key], {}

    def _part(self, _apps: Any, schema_editor: Any) -> None:
        for statement in apart_statements(self.table, self.owner, self.key, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def _rejoin(self, _apps: Any, schema_editor: Any) -> None:
        for statement in together_statements(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement)
