"""What may be said about a telephone before anybody has signed in on it (设备状态)."""

from datetime import datetime
from uuid import UUID

from gonghu.domain.access.models import Device


def is_sealed(device: UUID, at: datetime) -> bool:
    """
    Tell whether a telephone is sealed, to whoever knows its key, which nobody but the telephone does.

    A session ends when an account is disabled; without this the app would ask for a sign-in that cannot succeed.
    """
    known = Device.objects.everywhere("a device tells its key before its owner signs in").select_related("account")
    found = known.filter(pk=device).first()
    return found is not None and found.is_sealed(at)
