"""Django settings of the tests: those of a deployment, models that only tests need, and a key that nobody keeps."""

import os
import secrets
import tempfile
from pathlib import Path

from gonghu.config import settings as deployed

globals().update({name: value for name, value in vars(deployed).items() if name.isupper()})

INSTALLED_APPS = [*deployed.INSTALLED_APPS, "tests.foundation.letters", "tests.domain.access.dossiers"]
SECRET_KEY = secrets.token_urlsafe()
# The hasher of a deployment is slow on purpose, a quarter of a second for each of thousands of invented accounts.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# How busy the machine is decides about no test.
GONGHU_FIELD_AT_ONCE_A_SECOND = 1_000_000

# SQLite as it is deployed, in a file: writers wait for each other there, in memory they fail.
if deployed.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _FILE = Path(tempfile.gettempdir()) / f"gonghu-tests-{os.getpid()}.sqlite3"
    DATABASES = {"default": {**deployed.DATABASES["default"], "TEST": {"NAME": _FILE}}}
