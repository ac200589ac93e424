"""Budgets and help from others; what is written is never changed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_journals"),
        ("people", "0006_cards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BudgetChange",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("year", models.PositiveSmallIntegerField(verbose_name="预算年度")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("document", models.CharField(max_length=100, verbose_name="文号")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("label", models.CharField(max_length=100, verbose_name="登记人姓名和岗位")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fund",
                        verbose_name="资金来源",
                    ),
                ),
            ],
            options={
                "verbose_name": "预算变动",
                "indexes": [models.Index(fields=["division_code", "year", "uuid"], name="budget_change_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen", 0), _negated=True), name="budget_change_of_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpReceived",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MONEY", "资金"),
                            ("GOODS", "物资"),
                            ("SCHOOL", "助学"),
                            ("MEDICAL", "医疗康复"),
                            ("HOUSING", "居住改善"),
                            ("COMPANY", "陪伴关爱"),
                            ("OTHER", "其他"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("giver", models.CharField(max_length=100, verbose_name="帮扶方")),
                ("words", models.CharField(max_length=200, verbose_name="内容")),
                ("amount_fen", models.BigIntegerField(null=True, verbose_name="金额或折价（分）")),
                ("given_on", models.DateField(verbose_name="帮扶日期")),
                ("label", models.CharField(max_length=100, verbose_name="登记人姓名和岗位")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
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
                    "takes_back",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="ledger.helpreceived",
                        verbose_name="更正的记录",
                    ),
                ),
            ],
            options={
                "verbose_name": "社会帮扶",
                "indexes": [models.Index(fields=["division_code", "given_on"], name="help_received_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__isnull", True), ("amount_fen__gt", 0), _connector="OR"),
                        name="help_received_worth",
                    )
                ],
            },
        ),
        AppendOnly("ledger_budgetchange"),
        AppendOnly("ledger_helpreceived"),
    ]
