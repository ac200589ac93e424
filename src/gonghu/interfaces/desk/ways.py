"""Where somebody may go (去处): a link stands only where the page behind it lets them in."""

from functools import cache
from uuid import UUID

from django.urls import get_script_prefix, resolve, reverse

from gonghu.domain.access.officer import Officer
from gonghu.interfaces.desk.admission import Admission, admission_of


def way_to(by: Officer, route: str, *keys: UUID | None, division_code: str = "") -> str:
    """
    Give the address of a page if it is of something and somebody is let in there, else nothing.

    With a division they must hold there, and not only somewhere, what the page asks for.
    """
    if None in keys:
        return ""
    admission = _admission(route, len(keys), get_script_prefix())
    asked = admission.permissions if admission.to == "PERMITTED" else frozenset()
    lets_in = admission.lets_in(by)
    if division_code and asked:
        lets_in = any(by.scope.allows(permission, division_code) for permission in asked)
    return reverse(route, args=keys) if lets_in else ""


@cache
def _admission(route: str, keys: int, prefix: str) -> Admission:
    address = reverse(route, args=[UUID(int=0)] * keys)
    return admission_of(resolve(f"/{address.removeprefix(prefix)}").func)
