"""The peer of a list: Django's own change list of the same fifty children, set up as its documentation says."""

import os
from importlib import import_module
from typing import Any

import django
from django.conf import settings

from benchmarks.desk_site import environment

_PROCESSORS = ("template.context_processors.request", "contrib.auth.context_processors.auth",
               "contrib.messages.context_processors.messages")  # fmt: skip


def change_list(address: str, home: str) -> dict[str, Any]:
    """Start a site with the admin on the benchmark's database, and time the change list."""
    os.environ |= environment(address, home)
    ours = import_module("gonghu.config.settings")
    said = {name: getattr(ours, name) for name in dir(ours) if name.isupper()}
    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [f"django.{each}" for each in _PROCESSORS]},
    }
    said |= {
        "INSTALLED_APPS": ["django.contrib.admin", *said["INSTALLED_APPS"]],
        "TEMPLATES": [templates],
        "FORM_RENDERER": "django.forms.renderers.DjangoTemplates",
        "ROOT_URLCONF": "benchmarks.desk_admin_site",
    }
    settings.configure(**said)
    django.setup()
    answer: dict[str, Any] = import_module("benchmarks.desk_admin_site").timed()
    return answer
