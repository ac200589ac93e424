"""Yearly rounds of enrolment, their lines, and what went to the insurer and back."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0006_cards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EnrolmentRound",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("year", models.PositiveSmallIntegerField(verbose_name="参保年度")),
                ("opens_on", models.DateField(verbose_name="集中参保期开始")),
                ("closes_on", models.DateField(verbose_name="集中参保期结束")),
                ("premiums", models.JSONField(default=dict, verbose_name="各类人员保费")),
                ("fund", models.CharField(blank=True, max_length=40, verbose_name="资助资金来源")),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "办理中"), ("SENT", "已报送"), ("SETTLED", "保费已对平")],
                        default="OPEN",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="建立时间")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="对平时间")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
            ],
            options={
                "verbose_name": "参保轮次",
            },
        ),
        migrations.CreateModel(
            name="EnrolmentLine",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="参保年度")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(max_length=16, verbose_name="类别")),
                ("person_class", models.CharField(max_length=24, verbose_name="人员类别")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ELIGIBLE", "应参保，尚未参保"),
                            ("ENROLLED", "已资助参保"),
                            ("ELSEWHERE", "他处已参保"),
                            ("REFUSED", "未能参保"),
                            ("PAID", "保费已支付"),
                        ],
                        default="ELIGIBLE",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("premium_fen", models.BigIntegerField(default=0, verbose_name="保费（分）")),
                ("elsewhere", models.CharField(blank=True, max_length=200, verbose_name="他处参保说明")),
                ("refusal", models.CharField(blank=True, max_length=200, verbose_name="未能参保的原因")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="报送时间")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="回执时间")),
                ("paid_on", models.DateField(null=True, verbose_name="支付日期")),
                ("task_key", models.UUIDField(null=True, verbose_name="任务编号")),
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
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.enrolmentround",
                        verbose_name="参保轮次",
                    ),
                ),
            ],
            options={
                "verbose_name": "参保人员",
            },
        ),
        migrations.CreateModel(
            name="InsurerAnswer",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("name", models.CharField(max_length=255, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("counts", models.JSONField(default=dict, verbose_name="各结果人数")),
                ("refused_rows", models.PositiveIntegerField(default=0, verbose_name="未能读入的行数")),
                ("read_at", models.DateTimeField(verbose_name="读入时间")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.enrolmentround",
                        verbose_name="参保轮次",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="读入人",
                    ),
                ),
            ],
            options={
                "verbose_name": "医保回执",
            },
        ),
        migrations.CreateModel(
            name="PremiumInvoice",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("document", models.CharField(max_length=100, verbose_name="通知单编号")),
                ("persons", models.PositiveIntegerField(verbose_name="人数")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("dated_on", models.DateField(verbose_name="开具日期")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.enrolmentround",
                        verbose_name="参保轮次",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "保费通知单",
            },
        ),
        migrations.AddIndex(
            model_name="enrolmentround",
            index=models.Index(fields=["division_code", "uuid"], name="enrolment_round_place"),
        ),
        migrations.AddConstraint(
            model_name="enrolmentround",
            constraint=models.UniqueConstraint(fields=("division_code", "year"), name="enrolment_round_once"),
        ),
        migrations.AddConstraint(
            model_name="enrolmentround",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="enrolment_round_window"
            ),
        ),
        migrations.AddIndex(
            model_name="enrolmentline",
            index=models.Index(fields=["division_code", "uuid"], name="enrolment_line_place"),
        ),
        migrations.AddIndex(
            model_name="enrolmentline",
            index=models.Index(fields=["enrolment", "state", "division_code", "uuid"], name="enrolment_line_state"),
        ),
        migrations.AddConstraint(
            model_name="enrolmentline",
            constraint=models.UniqueConstraint(fields=("child", "year"), name="enrolment_line_once_a_year"),
        ),
        migrations.AddConstraint(
            model_name="enrolmentline",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["ENROLLED", "PAID"]), ("premium_fen", 0), _connector="OR"),
                name="enrolment_line_premium",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "PAID"), _negated=True), ("paid_on__isnull", False), _connector="OR"
                ),
                name="enrolment_line_paid_on_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="insureranswer",
            index=models.Index(fields=["division_code", "uuid"], name="insurer_answer_place"),
        ),
        migrations.AddConstraint(
            model_name="insureranswer",
            constraint=models.UniqueConstraint(fields=("enrolment", "sha256"), name="insurer_answer_once"),
        ),
        migrations.AddIndex(
            model_name="premiuminvoice",
            index=models.Index(fields=["division_code", "uuid"], name="premium_invoice_place"),
        ),
        migrations.AddConstraint(
            model_name="premiuminvoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("enrolment", "document"),
                name="premium_invoice_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="premiuminvoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gte", 0)), name="premium_invoice_amount"
            ),
        ),
    ]
