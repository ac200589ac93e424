"""Applications, decisions, grants."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields
from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
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
        migrations.CreateModel(
            name="ApplicationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("DRAFT", "填写"),
                            ("RECEIVE", "受理"),
                            ("PUSH", "推送户籍地"),
                            ("PAPERS", "收到材料"),
                            ("CHECK", "查验通过"),
                            ("CONFIRM", "确认"),
                            ("REFUSE", "不予确认"),
                            ("SEND_BACK", "退回"),
                            ("WITHDRAW", "撤回"),
                            ("TELL", "告知申请人"),
                            ("CHASE", "催补材料"),
                        ],
                        max_length=16,
                        verbose_name="步骤",
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="办理人姓名和岗位")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                ("due_on", models.DateField(null=True, verbose_name="本步骤期限")),
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
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
            ],
            options={
                "verbose_name": "申请步骤",
            },
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
        migrations.CreateModel(
            name="BatchChild",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
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
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.batch",
                        verbose_name="批次",
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
            ],
            options={
                "verbose_name": "批次名单",
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                        choices=[("CONFIRM", "确认"), ("REFUSE", "不予确认"), ("CHANGE", "变更"), ("END", "停发")],
                        max_length=10,
                        verbose_name="决定种类",
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="文书编号")),
                ("first_label", models.CharField(max_length=100, verbose_name="查验人姓名和岗位")),
                ("second_label", models.CharField(max_length=100, verbose_name="确认人姓名和岗位")),
                ("at", models.DateTimeField(verbose_name="决定时间")),
                ("reasons", models.TextField(verbose_name="理由")),
                ("articles", models.TextField(verbose_name="依据条款")),
                ("from_month", models.DateField(null=True, verbose_name="执行月份")),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.application",
                        verbose_name="申请",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.batch",
                        verbose_name="批次",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="查验人",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
            ],
            options={
                "verbose_name": "决定",
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("person", models.UUIDField(db_index=True, verbose_name="人员编号")),
                ("line", models.CharField(max_length=64, verbose_name="项目")),
                (
                    "care_form",
                    models.CharField(
                        choices=[("SCATTERED", "社会散居"), ("INSTITUTION", "集中养育")],
                        default="SCATTERED",
                        max_length=12,
                        verbose_name="养育方式",
                    ),
                ),
                ("paying_division", models.CharField(max_length=12, verbose_name="发放区县代码")),
                ("from_month", models.DateField(verbose_name="起始月份")),
                ("to_month", models.DateField(null=True, verbose_name="末领年月")),
                ("amount_fen", models.BigIntegerField(null=True, verbose_name="核定金额（分）")),
                ("instalments", models.PositiveSmallIntegerField(null=True, verbose_name="分几次发")),
                ("review_due_on", models.DateField(null=True, verbose_name="下次复核日期")),
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
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.decision",
                        verbose_name="决定",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.decision",
                        verbose_name="停发决定",
                    ),
                ),
            ],
            options={
                "verbose_name": "待遇",
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
        migrations.AddConstraint(
            model_name="batchchild",
            constraint=models.UniqueConstraint(fields=("batch", "child"), name="batch_child_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("second_by", models.F("first_by")), _negated=True), name="decision_two_persons"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("application__isnull", False), ("batch__isnull", True)),
                    models.Q(("application__isnull", True), ("batch__isnull", False)),
                    _connector="OR",
                ),
                name="decision_on_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("reasons", ""), _negated=True), models.Q(("articles", ""), _negated=True)),
                name="decision_with_reasons",
            ),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["division_code", "uuid"], name="grant_place"),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["paying_division", "uuid"], name="grant_payer"),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(
                condition=models.Q(("to_month__isnull", True)), fields=["review_due_on"], name="grant_review"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_month__isnull", True)), fields=("child", "line"), name="grant_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(fields=("decision", "child"), name="grant_once_a_decision"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(condition=models.Q(("from_month__day", 1)), name="grant_from_a_first"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_month__isnull", True), ("to_month__day", 1), _connector="OR"),
                name="grant_to_a_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__isnull", True), ("amount_fen__gt", 0), _connector="OR"),
                name="grant_of_money",
            ),
        ),
        AppendOnly("benefits_applicationstep"),
        AppendOnly("benefits_decision"),
    ]
