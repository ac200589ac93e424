"""
Django settings (系统设置), all from the environment of the deployment.

GONGHU_HOME holds the database, the keyring and the secret key unless GONGHU_DATABASE, GONGHU_KEYRING and
GONGHU_SECRET_KEY say otherwise. Importing this opens no database and reads no file of the home folder: the keys are
read when something is first signed or sealed. So the commands that need neither run on a bare machine.
"""

import os
from pathlib import Path
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from gonghu.config.database import database_settings
from gonghu.config.environment import Environment
from gonghu.config.secret_key import read_secret_key

_ENVIRONMENT = Environment(os.environ)

GONGHU_HOME: Path = _ENVIRONMENT.path("HOME", Path("gonghu-home"))
GONGHU_KEYRING: Path = _ENVIRONMENT.path("KEYRING", GONGHU_HOME / "keyring.json")

SECRET_KEY: Any = lazy(read_secret_key, str)(_ENVIRONMENT, GONGHU_HOME / "secret_key")
DEBUG: bool = _ENVIRONMENT.flag("DEBUG")
ALLOWED_HOSTS: list[str] = _ENVIRONMENT.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

INSTALLED_APPS: list[str] = [
    "gonghu.foundation.audit",
    "gonghu.domain.divisions",
]

DATABASES: dict[str, Any] = {"default": database_settings(_ENVIRONMENT.text("DATABASE"), GONGHU_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", gettext_lazy("简体中文")), ("en", gettext_lazy("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
