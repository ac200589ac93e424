"""Who enters proofs and receipts (办理权限): the town that receives applications, and the district."""

from typing import Final

from gonghu.domain.access.officer import Officer, is_system
from gonghu.domain.access.terms import Permission
from gonghu.foundation.acting import Actor

PROVES: Final = (Permission.RECEIVE_APPLICATIONS, Permission.CONFIRM_APPLICATIONS)
"""With any of these somebody enters what was proved or signed for."""


def may_prove(by: Actor, division_code: str) -> bool:
    """Tell whether somebody enters proofs and receipts for a place."""
    return is_system(by) or (
        isinstance(by, Officer) and any(by.scope.allows(permission, division_code) for permission in PROVES)
    )
