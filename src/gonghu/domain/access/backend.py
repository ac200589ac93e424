"""How Django asks for the account of a session (会话账号)."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from gonghu.domain.access.models import Account


class AccountBackend(BaseBackend):
    """
    Finds the account of a session that is open (会话账号); nobody signs in through it.

    ``authenticate`` stays the refusal of the base: there is one door, ``access.operations.sign_in``.
    """

    def get_user(self, user_id: Any) -> Any:
        """Give the account unless it is disabled; Django compares the session's hash with it."""
        accounts = Account.objects.everywhere("account of the session that asks")
        return accounts.filter(uuid=user_id, disabled_at__isnull=True).first()
