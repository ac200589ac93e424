"""Accounts that money goes to, and files to and from banks."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields
from gonghu.foundation.intervals import NoOverlap


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_payrolls"),
    ]

    operations = [
        migrations.CreateModel(
            name="PayAccount",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[("SOCIAL_CARD", "社会保障卡"), ("BANK", "银行账户"), ("INSTITUTION", "机构集体账户")],
                        max_length=16,
                        verbose_name="账户种类",
                    ),
                ),
                ("bank", models.CharField(max_length=100, verbose_name="开户银行")),
                ("holder", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="户名")),
                (
                    "relation",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=2, verbose_name="户主与儿童关系"
                    ),
                ),
                ("number", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="账号")),
                (
                    "number_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        last=None, of="number", purpose="bank account", verbose_name="账号索引"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核对人",
                    ),
                ),
                ("verified_at", models.DateTimeField(null=True, verbose_name="核对时间")),
            ],
            options={
                "verbose_name": "收款账户",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["division_code", "uuid"], name="pay_account_place"),
                    models.Index(fields=["number_index"], name="pay_account_number"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="payments_payaccount_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verified_by", models.F("entered_by")), _negated=True),
                        name="pay_account_two_persons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankFile",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payroll",
                        verbose_name="发放批次",
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("layout", models.CharField(max_length=64, verbose_name="格式")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64, verbose_name="内容摘要")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("number", models.PositiveSmallIntegerField(verbose_name="批号")),
                ("count", models.PositiveIntegerField(verbose_name="笔数")),
                ("total_fen", models.BigIntegerField(verbose_name="金额（分）")),
            ],
            options={
                "verbose_name": "银行文件",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="bank_file_place")],
                "constraints": [models.UniqueConstraint(fields=("payroll", "number"), name="bank_file_number")],
            },
        ),
        migrations.CreateModel(
            name="ReturnFile",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payroll",
                        verbose_name="发放批次",
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("layout", models.CharField(max_length=64, verbose_name="格式")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64, verbose_name="内容摘要")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "answers",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.bankfile",
                        verbose_name="所答银行文件",
                    ),
                ),
                ("paid", models.PositiveIntegerField(verbose_name="成功笔数")),
                ("paid_fen", models.BigIntegerField(verbose_name="成功金额（分）")),
                ("returned", models.PositiveIntegerField(verbose_name="退回笔数")),
                ("returned_fen", models.BigIntegerField(verbose_name="退回金额（分）")),
                (
                    "vouched",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="确认是本批回盘的凭据"),
                ),
            ],
            options={
                "verbose_name": "回盘文件",
                "indexes": [
                    models.Index(fields=["division_code", "uuid"], name="return_file_place"),
                    models.Index(fields=["sha256"], name="return_file_bytes"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("answers", "sha256"), name="return_file_once"),
                ],
            },
        ),
        NoOverlap("payments_payaccount", "child_id"),
    ]
