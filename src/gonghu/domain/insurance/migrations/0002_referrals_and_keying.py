"""Referrals, and the list of what is to be keyed in."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):


    dependencies = [
        ("insurance", "0001_enrolments"),
        ("benefits", "0005_endings_and_other_help"),
        ("people", "0006_cards"),
        ("policies", "0004_recognitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
,
    ]
