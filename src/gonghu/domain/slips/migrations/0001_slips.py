"""Slips with which a family looks at its own case."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("benefits", "0004_decisions_and_grants"),
        ("people", "0006_cards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                ("code_digest", models.CharField(max_length=64, unique=True, verbose_name="凭条码摘要")),
                ("number_digest", models.CharField(max_length=64, verbose_name="查询码摘要")),
                ("phone_digest", models.CharField(blank=True, max_length=64, verbose_name="手机凭据摘要")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="输错次数")),
                ("issued_at", models.DateTimeField(verbose_name="发放时间")),
                ("ends_at", models.DateTimeField(verbose_name="失效时间")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="首次查询时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.application",
                        verbose_name="申请",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发放人",
                    ),
                ),
            ],
            options={
                "verbose_name": "查询凭条",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="slip_place")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("application",),
                        name="slip_one_in_force",
                    )
                ],
            },
        ),
    ]
