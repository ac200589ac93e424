"""
Three telephones on one child: nothing is lost, nothing silently overwritten, every record is there once.

``GONGHU_SCHEDULES`` says how many schedules are run, ``GONGHU_SCHEDULES_FROM`` by which number they begin. Each is
rolled back, so that the last is as quick as the first; they come in parts, so that several cores can share them
(``-n 2``).
"""

import os
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from tests.children import VILLAGE, child
from tests.interfaces.field.conftest import Employ, ShortLine
from tests.interfaces.field.phone import Phone
from tests.interfaces.field.schedules import FIELDS, Plain, Schedule, skew

from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.terms import Role
from gonghu.domain.people.card import Card, card_of
from gonghu.domain.people.card.reading import values_of
from gonghu.domain.people.models import CardConflict, Child
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.domain.visits.models import Visit
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases import take_records

SCHEDULES = int(os.environ.get("GONGHU_SCHEDULES", "30"))
SEED = int(os.environ.get("GONGHU_SCHEDULES_FROM", "1"))
# Short ones fail where it can be understood, long ones where nobody would have looked.
SHORTEST, LONGEST = 4, 14
ONE_IN = 8
PART = 250
EVERYTHING = reached_by(SYSTEM)


@pytest.mark.django_db
@pytest.mark.parametrize("first", range(SEED, SEED + SCHEDULES, PART))
def test_no_schedule_loses_or_overwrites_anything(
    employ: Employ, settings: Settings, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    settings.GONGHU_FIELD_REQUESTS_A_MINUTE = 1_000_000
    # Nobody else waits for the database here.
    monkeypatch.setattr(take_records, "REST_SECONDS", 0)
    monkeypatch.setattr(take_records, "RESTS_PER_VISIT", 0)
    at = timezone.now()
    keep_shipped_forms(by=SYSTEM, at=at, folder=Path(__file__).parent / "forms")
    director = employ("director")
    owners = [director, director, employ("supervisor", Role.TOWN_SUPERVISOR, VILLAGE[:9] + "000")]
    phones = [Phone(ShortLine(owner)) for owner in owners]
    for phone in phones:
        phone.register()
    of = child()
    seen = card_of(children=[of.pk], scope=EVERYTHING, on=timezone.localdate())[of.pk]
    for number in range(first, min(first + PART, SEED + SCHEDULES)):
        with transaction.atomic():
            run(number, phones, of, seen, at)
            transaction.set_rollback(True)


def run(number: int, phones: list[Phone], of: Child, seen: Card, at: datetime) -> None:
    """Run one schedule on a child of which nothing is known yet, and look at all that is left."""
    random = Random(number)
    fresh = [Phone(phone.line, skew(random), phone.key) for phone in phones]
    for phone in fresh:
        if random.random() < 0.6:
            phone.holds_card(of.pk, seen.fields)
    plain = Plain(dict.fromkeys(FIELDS, ""))
    schedule = Schedule(random, of.pk, fresh, plain, at)
    schedule.run(random.randint(SHORTEST, LONGEST))
    told = f"schedule {number}"
    kept = Submission.objects.everywhere("test").filter(pk__in=schedule.wanted)
    assert {str(each.pk): each.body for each in kept} == plain.records, told
    assert set(schedule.wanted) == schedule.acknowledged | set(plain.records) == set(plain.records), told
    good = [key for key, xml in plain.records.items() if 'version="1"' in xml]
    assert Visit.objects.everywhere("test").filter(child=of).count() == len(good), told
    card = values_of([of.pk], FIELDS, on=timezone.localdate())[of.pk]
    assert {name: card[name] for name in FIELDS} == plain.card, told
    met = CardConflict.objects.everywhere("test").filter(child=of)
    assert {(str(each.source), each.field, each.brought, each.stood) for each in met} == plain.met, told
    if number % ONE_IN == 0:
        phone = random.choice(fresh)
        assert phone.pull() == phone.area_digest(), told
