"""Applications."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0001_batches"),
        ("people", "0006_cards"),
        ("policies", "0004_recognitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                ("line", models.CharField(max_length=64, verbose_name="项目")),
                ("handling_division", models.CharField(max_length=12, verbose_name="受理乡镇代码")),
                (
                    "procedure",
                    models.CharField(
                        choices=[
                            ("NORMAL", "一般程序"),
                            ("SIMPLIFIED", "简易程序"),
                            ("GREEN", "绿色通道"),
                            ("CROSS_PROVINCE", "跨省通办"),
                            ("BATCH", "名单批次"),
                            ("TAKEOVER", "在发接收"),
                        ],
                        default="NORMAL",
                        max_length=16,
                        verbose_name="办理程序",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "草稿"),
                            ("RECEIVED", "已受理，待推送"),
                            ("CHECKING", "查验中"),
                            ("CHECKED", "待确认"),
                            ("SENT_BACK", "退回补充"),
                            ("CONFIRMED", "已确认"),
                            ("REFUSED", "不予确认"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        default="DRAFT",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "care_form",
                    models.CharField(
                        choices=[("SCATTERED", "社会散居"), ("INSTITUTION", "集中养育")],
                        default="SCATTERED",
                        max_length=12,
                        verbose_name="养育方式",
                    ),
                ),
                ("applicant", gonghu.foundation.encryption.fields.EncryptedText(blank=True, verbose_name="申请人")),
                ("applicant_relation", models.CharField(blank=True, max_length=40, verbose_name="申请人与儿童的关系")),
                ("facts", models.JSONField(blank=True, default=list, verbose_name="查验事实")),
                ("papers", models.JSONField(blank=True, default=list, verbose_name="材料")),
                ("words", models.TextField(blank=True, verbose_name="申请理由")),
                ("urgent_reason", models.TextField(blank=True, verbose_name="先行办理的理由")),
                ("amount_fen", models.BigIntegerField(null=True, verbose_name="申请金额（分）")),
                ("pays_from", models.DateField(null=True, verbose_name="学年起始月")),
                ("pays_through", models.DateField(null=True, verbose_name="学年终止月")),
                ("drafted_at", models.DateTimeField(verbose_name="填写时间")),
                ("received_at", models.DateTimeField(null=True, verbose_name="受理时间")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="查验时间")),
                ("check_opinion", models.TextField(blank=True, verbose_name="查验意见")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="决定时间")),
                ("due_on", models.DateField(null=True, verbose_name="本步骤期限")),
                ("papers_due_on", models.DateField(null=True, verbose_name="补交材料期限")),
                ("told_at", models.DateTimeField(null=True, verbose_name="告知申请人时间")),
                (
                    "checked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="查验人",
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
                    "drafted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.finding",
                        verbose_name="问题",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受理人",
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.recognition",
                        verbose_name="认定",
                    ),
                ),
            ],
            options={
                "verbose_name": "申请",
            },
        ),
        migrations.AddField(
            model_name="application",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="benefits.batch",
                verbose_name="批次",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["division_code", "uuid"], name="application_place"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["handling_division", "uuid"], name="application_handled"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["state", "due_on", "division_code"], name="application_clock"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("batch__isnull", True), ("state__in", ["CHECKED", "CHECKING", "DRAFT", "RECEIVED", "SENT_BACK"])
                ),
                fields=("child", "line"),
                name="application_one_pending",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["CHECKED", "CHECKING", "RECEIVED", "SENT_BACK"]), _negated=True),
                    models.Q(("due_on__isnull", False), ("received_at__isnull", False)),
                    _connector="OR",
                ),
                name="application_waits_with_a_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CHECKED"), _negated=True),
                    models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                    _connector="OR",
                ),
                name="application_checked_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pays_through__isnull", True),
                    models.Q(("pays_from__isnull", False), ("pays_through__gte", models.F("pays_from"))),
                    _connector="OR",
                ),
                name="application_school_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("procedure__in", ["SIMPLIFIED", "GREEN"]), _negated=True),
                    models.Q(("state__in", ["CHECKED", "CHECKING", "RECEIVED", "SENT_BACK"]), _negated=True),
                    models.Q(("urgent_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="application_urgent_for_a_reason",
            ),
        ),
    ]
