"""Accounts (账号)."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.crypto import salted_hmac

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.foundation.encryption import BlindIndex, EncryptedText, Sealed
from gonghu.standards.division_code import LENGTH


def normal_sign_in_name(text: str) -> str:
    """Write a sign-in name as it is compared: half width, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


class Account(Sealed, AbstractBaseUser):
    """
    One person who signs in (账号).

    ``division_code`` says who looks after the account; what its owner sees comes from posts alone.
    """

    sign_in_name = models.CharField("登录名", max_length=64, unique=True)
    display_name = models.CharField("姓名", max_length=50)
    division_code = models.CharField("所属区划", max_length=LENGTH, db_index=True)
    phone = EncryptedText("手机号", null=True, blank=True)
    phone_index = BlindIndex("手机号索引", of="phone", purpose="phone", null=True, db_index=True)
    disabled_at = models.DateTimeField("停用时间", null=True, blank=True)
    must_change_password = models.BooleanField("须修改密码", default=True)
    session_epoch = models.PositiveIntegerField("会话代数", default=0)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.MANAGE_ACCOUNTS)
    objects = ScopedQuerySet.as_manager()

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.display_name

    @property
    def district(self) -> str:
        """Give the six digits of the district that looks after the account."""
        return self.division_code[:6]

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # Django compares it at every request: a new epoch ends every session, as a new password does.
        said = f"{self.password}:{self.session_epoch}"
        return salted_hmac("gonghu.access.session", said, secret=secret, algorithm="sha256").hexdigest()
