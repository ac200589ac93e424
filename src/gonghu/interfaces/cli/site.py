"""Commands that work on the site's database start Django here (站点命令的准备)."""

import os

import click
import django
from django.core.exceptions import ImproperlyConfigured


def start_site() -> None:
    """
    Load the settings and all apps.

    :raises click.ClickException: a setting cannot be used; the message names it
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gonghu.config.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
