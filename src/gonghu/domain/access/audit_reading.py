"""What somebody may read of the audit (审计查询): the chains of the districts whose audit they read, and no others."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Q

from gonghu.domain.access.models import Account
from gonghu.domain.access.queries import chains_read, names_of_actors
from gonghu.domain.access.scope import Scope
from gonghu.foundation.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to look for (审计筛选条件); what is empty does not matter."""

    actor: str = ""
    verb: str = ""
    subject_key: str = ""
    chain: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def condition(self) -> Q:
        """Give the condition on entries."""
        said = {
            "verb__startswith": self.verb,
            "subject_key": self.subject_key,
            "chain": self.chain,
            "at__gte": self.since,
            "at__lt": self.until,
        }
        return Q(**{name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class EntryRead:
    """One entry with the name of who acted (审计记录)."""

    entry: AuditEntry
    name: str


def entries_read(*, scope: Scope, wanted: AuditFilter, after: int = 0, most: int = 50) -> list[EntryRead]:
    """List entries, the last first, from the one after so many."""
    entries = AuditEntry.objects.filter(chains_read(scope=scope), wanted.condition())
    if wanted.actor:
        entries = entries.filter(actor__in=_keys_of(wanted.actor))
    rows = list(entries.order_by("-at", "-sequence")[after : after + most])
    names = names_of_actors(scope=scope, actors={row.actor for row in rows})
    return [EntryRead(row, names.get(row.actor, row.actor)) for row in rows]


def _keys_of(text: str) -> list[str]:
    """List the accounts whose name holds a text, at most a few, and the text itself."""
    accounts = Account.objects.everywhere("names to look for in the audit").filter(
        Q(display_name__contains=text) | Q(sign_in_name=text)
    )
    return [*islice((str(account.uuid) for account in accounts), 50), text]
