"""
Sessions in the database (会话), which a busy database does not end.

Django takes every update of a session that fails for one that was deleted meanwhile, and tells its owner that the
request could not be read.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    """A session in the database (数据库会话); its name is the one that Django looks for."""

    is_only_kept_awake = False
    """Whether nothing but its idle time is written: that can wait for the next request."""

    def save(self, must_create: bool = False) -> None:
        """
        Write the session down.

        :raises OperationalError: the database is busy, and something was put into the session
        :raises UpdateError: the session was deleted meanwhile
        """
        try:
            super().save(must_create)
        except UpdateError as problem:
            busy = problem.__context__
            if not isinstance(busy, OperationalError):
                raise
            if not self.is_only_kept_awake:
                raise busy from problem
