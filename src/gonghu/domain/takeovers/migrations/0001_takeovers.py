"""Rolls that are taken over, and their rows."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("benefits", "0005_endings_and_other_help"),
        ("payments", "0004_months_and_stops"),
        ("people", "0006_cards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Takeover",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sheet", models.CharField(blank=True, max_length=100, verbose_name="工作表")),
                ("sha256", models.CharField(max_length=64, verbose_name="内容摘要")),
                ("through_month", models.DateField(verbose_name="原渠道发至月份")),
                ("line", models.CharField(blank=True, max_length=64, verbose_name="未注明项目的按")),
                (
                    "care_form",
                    models.CharField(
                        choices=[("SCATTERED", "社会散居"), ("INSTITUTION", "集中养育")],
                        max_length=12,
                        verbose_name="未注明养育方式的按",
                    ),
                ),
                ("titles", models.JSONField(default=list, verbose_name="表头")),
                ("columns", models.JSONField(default=dict, verbose_name="列的对应")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("READ", "待确认"),
                            ("CONFIRMED", "已接收"),
                            ("DROPPED", "未接收"),
                            ("UNDONE", "已撤销"),
                        ],
                        default="READ",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="行数")),
                ("rejected", models.PositiveIntegerField(default=0, verbose_name="退回行数")),
                ("told_fen", models.BigIntegerField(default=0, verbose_name="原月发合计（分）")),
                ("own_fen", models.BigIntegerField(default=0, verbose_name="次月应发合计（分）")),
                ("counts", models.JSONField(default=dict, verbose_name="核对结果")),
                ("first_label", models.CharField(max_length=100, verbose_name="上传人姓名和岗位")),
                ("first_at", models.DateTimeField(verbose_name="上传时间")),
                ("second_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                ("opinion", models.TextField(blank=True, verbose_name="确认意见")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                ("undone_because", models.TextField(blank=True, verbose_name="撤销理由")),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.decision",
                        verbose_name="决定",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
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
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤销人",
                    ),
                ),
            ],
            options={
                "verbose_name": "接收批次",
            },
        ),
        migrations.CreateModel(
            name="TakeoverRow",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("row_no", models.PositiveIntegerField(verbose_name="行号")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("said", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="内容")),
                ("line", models.CharField(blank=True, max_length=64, verbose_name="项目")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                (
                    "care_form",
                    models.CharField(
                        choices=[("SCATTERED", "社会散居"), ("INSTITUTION", "集中养育")],
                        default="SCATTERED",
                        max_length=12,
                        verbose_name="养育方式",
                    ),
                ),
                ("since_month", models.DateField(null=True, verbose_name="原起始月份")),
                ("told_fen", models.BigIntegerField(null=True, verbose_name="原月发金额（分）")),
                ("own_fen", models.BigIntegerField(null=True, verbose_name="次月应发（分）")),
                ("others", models.JSONField(default=dict, verbose_name="已领其他救助")),
                (
                    "difference",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SAME", "一致"),
                            ("STANDARD", "标准调整"),
                            ("OLD_STANDARD", "按旧标准发"),
                            ("CARE_FORM", "养育方式不同"),
                            ("NOT_SET_OFF", "未扣减其他救助"),
                            ("LESS", "原发较少"),
                            ("MORE", "原发较多"),
                            ("NOT_TOLD", "名册没有金额"),
                        ],
                        max_length=16,
                        verbose_name="金额差异",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="差异说明")),
                ("doubts", models.JSONField(default=list, verbose_name="提示")),
                (
                    "state",
                    models.CharField(
                        choices=[("READY", "可接收"), ("REJECTED", "退回")], max_length=10, verbose_name="处理"
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payaccount",
                        verbose_name="收款账户",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.grant",
                        verbose_name="待遇",
                    ),
                ),
                (
                    "takeover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="takeovers.takeover",
                        verbose_name="接收批次",
                    ),
                ),
            ],
            options={
                "verbose_name": "名册行",
            },
        ),
        migrations.AddIndex(
            model_name="takeover",
            index=models.Index(fields=["division_code", "uuid"], name="takeover_place"),
        ),
        migrations.AddConstraint(
            model_name="takeover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["CONFIRMED", "READ"])),
                fields=("division_code", "sha256", "through_month"),
                name="takeover_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="takeover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CONFIRMED"), _negated=True),
                    models.Q(("decision__isnull", False), ("second_by__isnull", False)),
                    _connector="OR",
                ),
                name="takeover_confirmed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="takeover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CONFIRMED"), _negated=True),
                    models.Q(("second_by", models.F("first_by")), _negated=True),
                    _connector="OR",
                ),
                name="takeover_two_persons",
            ),
        ),
        migrations.AddIndex(
            model_name="takeoverrow",
            index=models.Index(fields=["division_code", "uuid"], name="takeover_row_place"),
        ),
        migrations.AddConstraint(
            model_name="takeoverrow",
            constraint=models.UniqueConstraint(fields=("takeover", "row_no"), name="takeover_row_once"),
        ),
    ]
