"""Rounds of scholarships, and batches: one sum for every child of a list."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0006_cards"),
        ("policies", "0004_recognitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolRound",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("line", models.CharField(max_length=64, verbose_name="项目")),
                ("from_month", models.DateField(verbose_name="学年起始月")),
                ("to_month", models.DateField(verbose_name="学年终止月")),
                ("due_on", models.DateField(verbose_name="在读证明截止日期")),
                ("opened_at", models.DateTimeField(verbose_name="建立时间")),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
            ],
            options={
                "verbose_name": "助学轮次",
            },
        ),
        migrations.AddIndex(
            model_name="schoolround",
            index=models.Index(fields=["division_code", "uuid"], name="school_round_place"),
        ),
        migrations.AddConstraint(
            model_name="schoolround",
            constraint=models.UniqueConstraint(
                fields=("division_code", "line", "from_month"), name="school_round_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolround",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_month__gte", models.F("from_month"))), name="school_round_ends_later"
            ),
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("line", models.CharField(max_length=64, verbose_name="项目")),
                ("name", models.CharField(max_length=100, verbose_name="批次名称")),
                ("month", models.DateField(verbose_name="发放月份")),
                ("through_month", models.DateField(null=True, verbose_name="终止月份")),
                ("instalments", models.PositiveSmallIntegerField(null=True, verbose_name="分几次发")),
                (
                    "school_round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.schoolround",
                        verbose_name="助学轮次",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="每人金额（分）")),
                ("children", models.PositiveIntegerField(default=0, verbose_name="人数")),
                (
                    "state",
                    models.CharField(
                        choices=[("PROPOSED", "待确认"), ("CONFIRMED", "已确认"), ("REFUSED", "不予确认")],
                        default="PROPOSED",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("reasons", models.TextField(verbose_name="理由")),
                ("articles", models.TextField(verbose_name="依据")),
                ("first_at", models.DateTimeField(verbose_name="提出时间")),
                ("second_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                ("opinion", models.TextField(blank=True, verbose_name="确认意见")),
                (
                    "first_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
            ],
            options={
                "verbose_name": "名单批次",
            },
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["division_code", "uuid"], name="batch_place"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "REFUSED"), _negated=True),
                fields=("division_code", "line", "month", "name"),
                name="batch_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("second_by", models.F("first_by")), _negated=True), name="batch_two_persons"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="batch_of_money"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("school_round__isnull", True), ("through_month__isnull", True)),
                    models.Q(("school_round__isnull", False), ("through_month__gte", models.F("month"))),
                    _connector="OR",
                ),
                name="batch_of_a_school_year",
            ),
        ),
    ]
