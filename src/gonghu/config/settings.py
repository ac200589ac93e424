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
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "gonghu.foundation.audit",
    "gonghu.foundation.jobs",
    "gonghu.foundation.saved_filters",
    "gonghu.foundation.tables",
    "gonghu.domain.divisions",
    "gonghu.domain.organisations",
    "gonghu.domain.access",
    "gonghu.domain.people",
    "gonghu.domain.workforce",
    "gonghu.domain.tasks",
    "gonghu.domain.rosters",
    "gonghu.domain.questionnaires",
    "gonghu.domain.policies",
    "gonghu.domain.benefits",
    "gonghu.domain.ledger",
    "gonghu.domain.payments",
    "gonghu.domain.takeovers",
    "gonghu.domain.insurance",
    "gonghu.domain.slips",
    "gonghu.domain.visits",
    "gonghu.domain.campaigns",
]

DATABASES: dict[str, Any] = {"default": database_settings(_ENVIRONMENT.text("DATABASE"), GONGHU_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", gettext_lazy("简体中文")), ("en", gettext_lazy("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["gonghu.domain.access.backend.AccountBackend"]
# Memory-hard, and of the standard library.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("sign_in_name", "display_name")}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
SESSION_ENGINE = "gonghu.foundation.pages.sessions"
# A session that is not used ends; SessionKeptAwake counts it from the start again.
SESSION_COOKIE_AGE: int = 60 * _ENVIRONMENT.number("IDLE_MINUTES", 30)
# Failed sign-ins before a name or an address must wait; many villages share one address.
GONGHU_FAILURES_PER_NAME: int = _ENVIRONMENT.number("FAILURES_PER_NAME", 5)
GONGHU_FAILURES_PER_ADDRESS: int = _ENVIRONMENT.number("FAILURES_PER_ADDRESS", 100)
GONGHU_LOCK_MINUTES: int = _ENVIRONMENT.number("LOCK_MINUTES", 15)
# Emergency looks that one account may ask for within the minutes of a lock.
GONGHU_EMERGENCIES_AT_ONCE: int = _ENVIRONMENT.number("EMERGENCIES_AT_ONCE", 10)
# Working days in which a supervisor judges an emergency look at a file.
GONGHU_REVIEW_WORKING_DAYS: int = _ENVIRONMENT.number("REVIEW_WORKING_DAYS", 2)

# Days after which a telephone that was not heard of asks for the share of its key again.
GONGHU_FIELD_OFFLINE_DAYS: int = _ENVIRONMENT.number("FIELD_OFFLINE_DAYS", 35)
# Whether the field app begins with large type; everybody may choose otherwise.
GONGHU_FIELD_LARGE_TYPE: bool = _ENVIRONMENT.flag("FIELD_LARGE_TYPE", default=True)
# Visits a second that each process of the server works out before it answers; the worker does the rest.
GONGHU_FIELD_AT_ONCE_A_SECOND: int = _ENVIRONMENT.number("FIELD_AT_ONCE_A_SECOND", 3)
# Requests of one account a minute, in each process of the server.
GONGHU_FIELD_REQUESTS_A_MINUTE: int = _ENVIRONMENT.number("FIELD_REQUESTS_A_MINUTE", 600)

# The mini-program of WeChat; without a secret its addresses do not exist.
GONGHU_WECHAT_APPID: str = _ENVIRONMENT.text("WECHAT_APPID")
GONGHU_WECHAT_SECRET: str = _ENVIRONMENT.text("WECHAT_SECRET")
GONGHU_WECHAT_URL: str = _ENVIRONMENT.text("WECHAT_URL", "https://api.weixin.qq.com")

# What one upload may weigh; larger uploads than fit in memory are sealed while they arrive.
GONGHU_UPLOAD_MEGABYTES: int = _ENVIRONMENT.number("UPLOAD_MEGABYTES", 2048)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "gonghu.foundation.sealed_uploads.SealingUploadHandler",
]

# The pages.
ROOT_URLCONF = "gonghu.config.urls"
WSGI_APPLICATION = "gonghu.config.wsgi.application"
INSTALLED_APPS += [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "gonghu.foundation.pages",
    "gonghu.interfaces.desk",
    "gonghu.interfaces.field",
    "gonghu.interfaces.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gonghu.interfaces.desk.middleware.RequestReference",
    "csp.middleware.CSPMiddleware",
    "gonghu.foundation.pages.middleware.PageHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gonghu.interfaces.desk.middleware.SessionKeptAwake",
    "gonghu.foundation.pages.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gonghu.interfaces.desk.places.PlacesRemembered",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # What hangs on nothing but the language is written once.
            "loaders": [
                (
                    "gonghu.foundation.pages.settled_tags.LoaderForEachLanguage",
                    ["django.template.loaders.app_directories.Loader"],
                ),
            ],
            "builtins": ["gonghu.foundation.pages.settled_tags", "gonghu.interfaces.desk.templatetags.sentences"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gonghu.interfaces.desk.frame.page_frame",
            ],
        },
    },
]
FORM_RENDERER = "gonghu.foundation.pages.controls.PlainControls"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "gonghu.interfaces.desk.refusals.form_expired"
LOGIN_URL = "desk:sign-in"
# Staff must set up a second factor; only a demonstration does without.
GONGHU_SECOND_FACTOR_REQUIRED = _ENVIRONMENT.flag("SECOND_FACTOR_REQUIRED", default=True)
# An invented city whose people anybody at this machine may be; never on a site that others reach.
GONGHU_DEMO = _ENVIRONMENT.flag("DEMO")
STATIC_URL = "/static/"
# Static files are served where they lie in the package; their names carry a hash, so they never change.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"/assets/.+-[\w-]{8}\.\w+$"

# Who may read /metrics: whoever says the token, and who asks straight from these addresses.
GONGHU_METRICS_TOKEN: str = _ENVIRONMENT.text("METRICS_TOKEN")
GONGHU_METRICS_FROM: list[str] = _ENVIRONMENT.words("METRICS_FROM", "127.0.0.1/32,::1/128")

# What gonghu backup encrypts with; only where backups are made.
GONGHU_BACKUP_PASSPHRASE: str = _ENVIRONMENT.text("BACKUP_PASSPHRASE")

# What fails is said on standard error, where systemd and containers look for it.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"numbered": {"()": "gonghu.foundation.pages.logs.RequestNumbered"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(reference)s] %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["numbered"], "formatter": "line"}},
    "loggers": {
        # Pages that are not there and forms that are refused are no news; what breaks is.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "gonghu": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}

# Behind a proxy that speaks TLS, set GONGHU_HTTPS=1.
_HTTPS = _ENVIRONMENT.flag("HTTPS")
SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_NAME = "__Host-session" if _HTTPS else "session"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
