"""Something measured inside the site: Django is started on the benchmark's database, then the function is called."""

import importlib
import os
from typing import Any, Final

import django

TYPED: Final = "bench-invented-district"
"""What every invented officer types to sign in."""


def in_site(address: str, home: str, function: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Call `module:name` with Django started; its module may import models."""
    os.environ |= environment(address, home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gonghu.config.settings"
    django.setup()
    module, _, name = function.partition(":")
    answer: dict[str, Any] = getattr(importlib.import_module(module), name)(**arguments)
    return answer


def environment(address: str, home: str) -> dict[str, str]:
    """Return the settings of the benchmark's site."""
    return {"GONGHU_HOME": home, "GONGHU_DATABASE": address, "GONGHU_SECOND_FACTOR_REQUIRED": "0"}
