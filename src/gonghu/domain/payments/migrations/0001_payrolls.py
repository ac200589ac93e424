"""Payrolls and who signs them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "__first__"),
        ("benefits", "0004_decisions_and_grants"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payroll",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("line", models.CharField(max_length=64, verbose_name="项目或项目组")),
                ("month", models.DateField(verbose_name="发放月份")),
                (
                    "issue",
                    models.CharField(
                        choices=[("REGULAR", "正常发放"), ("BACK_PAY", "补发"), ("ONE_OFF", "一次性发放")],
                        max_length=16,
                        verbose_name="发放类型",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFTING", "编制中"),
                            ("DRAFT", "草稿"),
                            ("FROZEN", "已冻结"),
                            ("CHECKED", "已复核"),
                            ("APPROVED", "已审批"),
                            ("RELEASED", "已放款"),
                            ("CLOSED", "已对账"),
                            ("CANCELLED", "已作废"),
                        ],
                        default="DRAFTING",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("job", models.UUIDField(null=True, verbose_name="后台作业")),
                ("trouble", models.TextField(blank=True, verbose_name="失败原因")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="笔数")),
                ("total_fen", models.BigIntegerField(default=0, verbose_name="金额（分）")),
                ("stopped", models.PositiveIntegerField(default=0, verbose_name="拦截笔数")),
                ("stopped_fen", models.BigIntegerField(default=0, verbose_name="拦截金额（分）")),
                ("snapshot", models.CharField(blank=True, max_length=64, verbose_name="快照")),
                ("opened_at", models.DateTimeField(verbose_name="编制时间")),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="编制人",
                    ),
                ),
                ("frozen_at", models.DateTimeField(null=True, verbose_name="冻结时间")),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True, verbose_name="复核时间")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审批人",
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True, verbose_name="审批时间")),
                (
                    "approved_again_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="二级审批人",
                    ),
                ),
                ("approved_again_at", models.DateTimeField(null=True, verbose_name="二级审批时间")),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="放款人",
                    ),
                ),
                ("released_at", models.DateTimeField(null=True, verbose_name="放款时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="对账完成时间")),
                (
                    "overspending_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="同意超支人",
                    ),
                ),
                ("overspending_at", models.DateTimeField(null=True, verbose_name="同意超支时间")),
                ("overspending_reason", models.TextField(blank=True, verbose_name="同意超支理由")),
            ],
            options={
                "verbose_name": "发放批次",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="payroll_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("checked_by", models.F("prepared_by")), _negated=True),
                        name="payroll_checked_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            models.Q(("approved_by", models.F("checked_by")), _negated=True),
                        ),
                        name="payroll_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_again_by", models.F("prepared_by")), _negated=True),
                            models.Q(("approved_again_by", models.F("checked_by")), _negated=True),
                            models.Q(("approved_again_by", models.F("approved_by")), _negated=True),
                        ),
                        name="payroll_approved_again_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_by", models.F("checked_by")), _negated=True),
                            models.Q(("released_by", models.F("approved_by")), _negated=True),
                            models.Q(("released_by", models.F("approved_again_by")), _negated=True),
                        ),
                        name="payroll_released_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("overspending_by", models.F("prepared_by")), _negated=True),
                            models.Q(("overspending_by", models.F("checked_by")), _negated=True),
                            models.Q(("overspending_by", models.F("released_by")), _negated=True),
                        ),
                        name="payroll_overspent_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["RELEASED", "CLOSED"]), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("checked_by__isnull", False),
                                ("released_by__isnull", False),
                                models.Q(("snapshot", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payroll_released_signed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["DRAFTING", "DRAFT"])),
                        fields=("division_code", "line", "month"),
                        name="payroll_one_draft",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayrollStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payroll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payroll",
                        verbose_name="发放批次",
                    ),
                ),
                ("act", models.CharField(max_length=16, verbose_name="步骤")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="办理人姓名和岗位")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
            ],
            options={
                "verbose_name": "批次步骤",
            },
        ),
    ]
