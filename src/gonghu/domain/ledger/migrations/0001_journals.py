"""Funds, journals and their entries, which are never changed, and what they add up to."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0005_endings_and_other_help"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Accrual",
            fields=[
                (
                    "grant",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="benefits.grant",
                        verbose_name="待遇",
                    ),
                ),
                ("runs", models.TextField(verbose_name="各月金额")),
            ],
            options={
                "verbose_name": "已计应发",
            },
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("code", models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="资金代码")),
                ("name", models.CharField(max_length=100, verbose_name="资金名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("CENTRAL", "中央"),
                            ("PROVINCE", "省（市）级"),
                            ("CITY", "地市级"),
                            ("DISTRICT", "区县级"),
                            ("LOTTERY", "福彩公益金"),
                            ("CHARITY", "慈善捐赠"),
                        ],
                        max_length=10,
                        verbose_name="资金层级",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金来源",
            },
        ),
        migrations.CreateModel(
            name="Journal",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PAYROLL", "发放"),
                            ("RETURN", "银行退回"),
                            ("REQUEUE", "退回重发"),
                            ("RECOVERY", "追回"),
                            ("REPAID", "收回款项"),
                            ("CORRECTION", "更正"),
                            ("GIFT", "一次性慰问"),
                        ],
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("on", models.DateField(verbose_name="记账日期")),
                ("label", models.CharField(max_length=100, verbose_name="记账人姓名和岗位")),
                ("source_kind", models.CharField(max_length=40, verbose_name="来源种类")),
                ("source_key", models.CharField(max_length=64, verbose_name="来源编号")),
                ("words", models.CharField(max_length=200, verbose_name="摘要")),
                ("count", models.PositiveIntegerField(verbose_name="分录数")),
                ("volume_fen", models.BigIntegerField(verbose_name="借方合计（分）")),
                ("hash", models.CharField(max_length=64, verbose_name="散列")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记账人",
                    ),
                ),
            ],
            options={
                "verbose_name": "凭证",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="序号")),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("on", models.DateField(verbose_name="记账日期")),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("ENTITLED", "应发"),
                            ("PAYABLE", "应付未付"),
                            ("BANK", "银行付出"),
                            ("RETURNED", "退回待重发"),
                            ("RECEIVABLE", "应收追回"),
                        ],
                        max_length=12,
                        verbose_name="科目",
                    ),
                ),
                ("line", models.CharField(blank=True, max_length=64, verbose_name="项目")),
                ("month", models.DateField(null=True, verbose_name="所属月份")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                (
                    "grant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.grant",
                        verbose_name="待遇",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fund",
                        verbose_name="资金来源",
                    ),
                ),
                (
                    "journal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="凭证",
                    ),
                ),
            ],
            options={
                "verbose_name": "分录",
            },
        ),
        migrations.AddIndex(
            model_name="journal",
            index=models.Index(fields=["division_code", "on", "uuid"], name="journal_place"),
        ),
        migrations.AddConstraint(
            model_name="journal",
            constraint=models.UniqueConstraint(
                fields=("source_kind", "source_key", "kind"), name="journal_once_a_source"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["division_code", "on", "id"], name="entry_place"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen", 0), _negated=True), name="entry_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account", "ENTITLED"), _negated=True),
                    models.Q(("grant__isnull", False), ("month__isnull", False)),
                    _connector="OR",
                ),
                name="entry_entitled_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__isnull", True), ("month__endswith", "-01"), _connector="OR"),
                name="entry_of_a_month",
            ),
        ),
        AppendOnly("ledger_journal"),
        AppendOnly("ledger_entry"),
    ]
