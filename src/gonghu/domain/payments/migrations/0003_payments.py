"""Payments, and what payrolls are made of."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_accounts_and_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "payroll",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payroll",
                        verbose_name="发放批次",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payaccount",
                        verbose_name="收款账户",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "待支付"),
                            ("SENT", "已送银行"),
                            ("PAID", "已到账"),
                            ("RETURNED", "退回"),
                            ("REQUEUED", "已重新发放"),
                            ("GIVEN_UP", "不再发放"),
                        ],
                        db_default="WAITING",
                        default="WAITING",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "bank_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.bankfile",
                        verbose_name="银行文件",
                    ),
                ),
                ("serial", models.PositiveIntegerField(null=True, verbose_name="序号")),
                (
                    "return_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.returnfile",
                        verbose_name="回盘文件",
                    ),
                ),
                (
                    "bank_reference",
                    models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="银行流水号"),
                ),
                ("settled_on", models.DateField(null=True, verbose_name="到账或退回日期")),
                (
                    "reason",
                    models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="退回原因"),
                ),
                (
                    "instead_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payment",
                        verbose_name="重新发放的原支付",
                    ),
                ),
            ],
            options={
                "verbose_name": "支付",
                "indexes": [
                    models.Index(fields=["payroll", "state"], name="payment_state"),
                    models.Index(
                        condition=models.Q(("bank_reference", ""), _negated=True),
                        fields=["bank_reference"],
                        name="payment_reference",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="payment_positive"),
                    models.UniqueConstraint(
                        condition=models.Q(("instead_of__isnull", True)),
                        fields=("payroll", "child"),
                        name="payment_once_a_child",
                    ),
                    models.UniqueConstraint(fields=("bank_file", "serial"), name="payment_serial_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["WAITING", "GIVEN_UP"]),
                            models.Q(("bank_file__isnull", False), ("serial__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_sent_in_a_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayrollLine",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "payroll",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payroll",
                        verbose_name="发放批次",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.grant",
                        verbose_name="待遇",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
                ("person", models.UUIDField(verbose_name="人员")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("line", models.CharField(max_length=64, verbose_name="项目")),
                ("group", models.CharField(max_length=64, verbose_name="互斥组")),
                ("month", models.DateField(verbose_name="所属月份")),
                (
                    "kind",
                    models.CharField(
                        choices=[("REGULAR", "当月"), ("BACK_PAY", "补发"), ("CLAW_BACK", "扣回")],
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("standard_fen", models.BigIntegerField(db_default=0, default=0, verbose_name="标准（分）")),
                ("deducted_fen", models.BigIntegerField(db_default=0, default=0, verbose_name="扣减（分）")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("SAME", "与上月相同"),
                            ("NEW", "新增"),
                            ("TAKEN_OVER", "接收在发人员"),
                            ("STANDARD", "标准调整"),
                            ("DEDUCTION", "补差扣减变化"),
                            ("CARE_FORM", "养育方式变化"),
                            ("BACK", "补发以前月份"),
                            ("CORRECTION", "更正以前月份"),
                        ],
                        max_length=16,
                        verbose_name="与上月差异原因",
                    ),
                ),
                ("why", models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="依据")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payaccount",
                        verbose_name="收款账户",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payment",
                        verbose_name="支付",
                    ),
                ),
                ("is_stopped", models.BooleanField(db_default=False, default=False, verbose_name="已拦截")),
            ],
            options={
                "verbose_name": "发放明细",
                "indexes": [
                    models.Index(fields=["payroll", "division_code", "uuid"], name="payroll_line_place"),
                    models.Index(
                        condition=models.Q(("payment__isnull", False)), fields=["payment"], name="payroll_line_payment"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("grant", "month", "payroll"), name="payroll_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("is_stopped", False), ("payment__isnull", True), _connector="OR"),
                        name="payroll_line_stopped_unpaid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_fen__lt", 0), ("kind", "CLAW_BACK")),
                            models.Q(models.Q(("kind", "CLAW_BACK"), _negated=True), ("amount_fen__gt", 0)),
                            _connector="OR",
                        ),
                        name="payroll_line_sign",
                    ),
                ],
            },
        ),
    ]
