"""
Counting of failed attempts (失败次数), in the database, so that it holds for all servers and through restarts.

An attempt takes its place before anything is checked: a hundred guesses sent at once get as many answers as a hundred
sent one by one. A name that nobody has is counted like any other.
"""

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gonghu.domain.access.models import AttemptCount
from gonghu.foundation.encryption import current_keyring
from gonghu.foundation.encryption.blind_index import blind_digest


class TooManyAttempts(PermissionError):
    """Too many attempts failed under this name or from this address; ``until`` says when the next is taken."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__("尝试次数过多，请稍后再试，或请管理员解锁")


def name_key(name: str) -> str:
    """Give the key of a sign-in name."""
    return _key("sign-in name", name)


def code_key(account: object) -> str:
    """Give the key of an account's codes."""
    return _key("sign-in code", str(account))


def emergency_key(account: object) -> str:
    """Give the key of the emergencies that an account opens."""
    return _key("emergency", str(account))


def address_key(address: str) -> str:
    """Give the key of an address; of IPv6 the network of one subscriber counts, not each of its addresses."""
    return _of_address("sign-in address", address)


def wechat_key(address: str) -> str:
    """Give the key of an address for WeChat: what fails there keeps nobody from signing in otherwise."""
    return _of_address("wechat address", address)


def telephone_key(device: object) -> str:
    """Give the key of a telephone that signs in by itself."""
    return _key("telephone", str(device))


def telephone_address_key(address: str) -> str:
    """Give the key of an address for telephones: one that runs wild keeps nobody else from signing in."""
    return _of_address("telephone address", address)


def family_key(address: str) -> str:
    """Give the key of an address for families with a slip: what fails there keeps no officer from signing in."""
    return _of_address("family address", address)


def take_attempt(key: str, at: datetime, most: int) -> None:
    """
    Take one attempt of those left to a key; kept even if what follows fails.

    :raises TooManyAttempts: none is left
    :raises RuntimeError: called inside a transaction, whose end could take the count back
    """
    with transaction.atomic(durable=True):
        AttemptCount.objects.bulk_create([AttemptCount(key=key, since_at=at)], ignore_conflicts=True)
        count = AttemptCount.objects.select_for_update().get(key=key)
        if count.since_at + _window() <= at:
            count.failures, count.since_at = 0, at
        if count.failures >= most:
            raise TooManyAttempts(count.since_at + _window())
        count.failures += 1
        # The lock counts from the last failure on.
        count.since_at = max(at, count.since_at)
        count.save()


def forget_attempts(*keys: str) -> None:
    """Let keys begin anew, after a success or an unlocking."""
    AttemptCount.objects.filter(key__in=keys).delete()


def give_back(key: str) -> None:
    """Give an attempt back that succeeded, without forgetting those of others at one address."""
    for count in AttemptCount.objects.select_for_update().filter(key=key, failures__gt=0):
        count.failures -= 1
        count.save()


def drop_old_attempts(at: datetime) -> int:
    """Drop the counts that no longer matter, as scheduled work does; say how many."""
    dropped, _ = AttemptCount.objects.filter(since_at__lte=at - _window()).delete()
    return dropped


def _of_address(purpose: str, address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return _key(purpose, address)
    if isinstance(found, ipaddress.IPv4Address):
        return _key(purpose, str(found))
    return _key(purpose, str(ipaddress.ip_network((found, 64), strict=False)))


def _window() -> timedelta:
    minutes: int = settings.GONGHU_LOCK_MINUTES
    return timedelta(minutes=minutes)


def _key(purpose: str, text: str) -> str:
    return blind_digest(text, purpose=purpose, keyring=current_keyring()).hex()
