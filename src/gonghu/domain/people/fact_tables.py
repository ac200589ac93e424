"""In which table each kind of what is known of a child's life stands (登记所在的表)."""

from typing import Final

from gonghu.domain.people.models import (
    Address,
    Carer,
    Circumstance,
    HealthRecord,
    HouseholdMember,
    Kinship,
    Phone,
    Schooling,
)
from gonghu.domain.people.terms import FactKind

FactRow = Address | Carer | Circumstance | HealthRecord | HouseholdMember | Kinship | Phone | Schooling

FACT_TABLES: Final[dict[FactKind, type[FactRow]]] = {
    FactKind.KIN: Kinship,
    FactKind.CARER: Carer,
    FactKind.HOUSEHOLD: HouseholdMember,
    FactKind.PHONE: Phone,
    FactKind.ADDRESS: Address,
    FactKind.SCHOOLING: Schooling,
    FactKind.HEALTH: HealthRecord,
    FactKind.CIRCUMSTANCE: Circumstance,
}


def whose(row: FactRow) -> object:
    """Give the key of the person that a row is about; of who looks after a child, the child's."""
    return row.child_id if isinstance(row, Carer) else row.person_id
