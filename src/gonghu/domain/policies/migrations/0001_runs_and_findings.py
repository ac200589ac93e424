"""Runs, findings with their reasons and evidence, recognitions, tallies."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
        ("rosters", "__first__"),
        ("tasks", "__first__"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("policy", models.CharField(max_length=64, verbose_name="政策代码")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="儿童类别")),
                ("stake_fen", models.BigIntegerField(null=True, verbose_name="每月涉及金额（分）")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "待核实"),
                            ("CONFIRMED", "已核实属实"),
                            ("REFUTED", "核实不属实"),
                            ("RECOGNISED", "已认定"),
                            ("SETTLED", "已解决"),
                            ("GONE", "不再发现"),
                        ],
                        default="OPEN",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "尚未核实"),
                            ("CONFIRMED", "属实"),
                            ("PARTLY", "部分属实"),
                            ("REFUTED", "不属实"),
                            ("NOT_FOUND", "查无此人"),
                            ("MOVED", "已迁出"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="核实结论",
                    ),
                ),
                ("verified_at", models.DateTimeField(null=True, verbose_name="核实时间")),
                ("evidence_hash", models.CharField(max_length=32, verbose_name="证据摘要")),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tasks.task",
                        verbose_name="任务",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题",
            },
        ),
        migrations.CreateModel(
            name="FindingTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("policy", models.CharField(max_length=64, verbose_name="政策代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="儿童类别")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "待核实"),
                            ("CONFIRMED", "已核实属实"),
                            ("REFUTED", "核实不属实"),
                            ("RECOGNISED", "已认定"),
                            ("SETTLED", "已解决"),
                            ("GONE", "不再发现"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "尚未核实"),
                            ("CONFIRMED", "属实"),
                            ("PARTLY", "部分属实"),
                            ("REFUTED", "不属实"),
                            ("NOT_FOUND", "查无此人"),
                            ("MOVED", "已迁出"),
                        ],
                        max_length=16,
                        verbose_name="核实结论",
                    ),
                ),
                ("findings", models.BigIntegerField(verbose_name="问题数")),
                ("stake_fen", models.BigIntegerField(verbose_name="每月涉及金额（分）")),
            ],
            options={
                "verbose_name": "问题汇总",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("division_code", "policy", "category", "state", "verdict"), name="finding_tally_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(max_length=16, verbose_name="类别")),
                ("evidence", models.TextField(blank=True, verbose_name="证据材料")),
                ("document", models.CharField(max_length=500, verbose_name="政策依据")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "待复核"),
                            ("SENT_BACK", "退回补充"),
                            ("APPROVED", "已认定"),
                            ("REFUSED", "不予认定"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("first_at", models.DateTimeField(verbose_name="初审时间")),
                ("first_opinion", models.TextField(verbose_name="初审意见")),
                ("second_at", models.DateTimeField(null=True, verbose_name="复核时间")),
                ("second_opinion", models.TextField(blank=True, verbose_name="复核意见")),
                ("from_on", models.DateField(null=True, verbose_name="起始日期")),
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
                    "first_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="初审人",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
            ],
            options={
                "verbose_name": "认定",
            },
        ),
        migrations.CreateModel(
            name="RecognitionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("PROPOSE", "初审提出"),
                            ("APPROVE", "复核同意"),
                            ("REFUSE", "复核不予认定"),
                            ("SEND_BACK", "复核退回"),
                            ("WITHDRAW", "初审撤回"),
                        ],
                        max_length=16,
                        verbose_name="步骤",
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="办理人姓名和岗位")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.recognition",
                        verbose_name="认定",
                    ),
                ),
            ],
            options={
                "verbose_name": "认定步骤",
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("as_of", models.DateField(verbose_name="截至日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("QUEUED", "排队中"),
                            ("RUNNING", "比对中"),
                            ("DONE", "已完成"),
                            ("FAILED", "失败"),
                            ("CANCELLED", "已取消"),
                            ("UNDONE", "已撤销"),
                        ],
                        default="QUEUED",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("job", models.UUIDField(null=True, verbose_name="后台作业")),
                ("queued_at", models.DateTimeField(verbose_name="提交时间")),
                ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="数量")),
                ("warnings", models.JSONField(blank=True, default=list, verbose_name="提示")),
                ("trouble", models.TextField(blank=True, verbose_name="失败原因")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rosters.delivery",
                        verbose_name="名册批次",
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="上一次比对",
                    ),
                ),
            ],
            options={
                "verbose_name": "比对",
            },
        ),
        migrations.CreateModel(
            name="FindingEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rows", models.JSONField(default=list, verbose_name="证据行")),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="比对",
                    ),
                ),
            ],
            options={
                "verbose_name": "证据",
            },
        ),
        migrations.AddField(
            model_name="finding",
            name="evidence_run",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="policies.run",
                verbose_name="证据所属比对",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="first_run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="policies.run",
                verbose_name="首次发现",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="last_run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="policies.run",
                verbose_name="最近发现",
            ),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("event", models.CharField(max_length=64, verbose_name="事件")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("role", models.CharField(max_length=8, verbose_name="关于")),
                ("before", models.CharField(blank=True, max_length=100, verbose_name="此前")),
                ("after", models.CharField(blank=True, max_length=100, verbose_name="此后")),
                ("due_on", models.DateField(null=True, verbose_name="日期")),
                (
                    "sealed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("HIV", "艾滋病病毒感染"),
                            ("PRISON", "服刑"),
                            ("DETOX", "强制隔离戒毒"),
                            ("ADOPTION", "收养"),
                            ("REPORTER", "报告人"),
                            ("PROTECTED_ADDRESS", "受保护地址"),
                        ],
                        max_length=32,
                        verbose_name="密级",
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
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="比对",
                    ),
                ),
            ],
            options={
                "verbose_name": "变化",
            },
        ),
        migrations.CreateModel(
            name="RunSchedule",
            fields=[
                (
                    "division_code",
                    models.CharField(max_length=12, primary_key=True, serialize=False, verbose_name="区划代码"),
                ),
                ("every_days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="每隔几天")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="下次日期")),
            ],
            options={
                "verbose_name": "比对计划",
                "indexes": [models.Index(fields=["next_on"], name="run_schedule_next")],
            },
        ),
        migrations.CreateModel(
            name="ToldReason",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("policy", models.CharField(max_length=64, verbose_name="政策代码")),
                ("name", models.CharField(max_length=100, verbose_name="问题名称")),
                ("words", models.TextField(verbose_name="理由")),
                ("words_open", models.TextField(verbose_name="理由（不含密级内容）")),
                ("verify", models.TextField(blank=True, verbose_name="需核实事项")),
                ("verify_open", models.TextField(blank=True, verbose_name="需核实事项（不含密级内容）")),
                ("basis", models.TextField(blank=True, verbose_name="政策依据")),
                ("cited", models.TextField(blank=True, verbose_name="政策依据（文号）")),
                ("sealed", models.JSONField(blank=True, default=list, verbose_name="所涉密级")),
                ("fingerprint", models.CharField(max_length=64, unique=True, verbose_name="内容摘要")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="首次写出的比对",
                    ),
                ),
            ],
            options={
                "verbose_name": "理由",
            },
        ),
        migrations.CreateModel(
            name="FindingTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "turn",
                    models.CharField(
                        choices=[
                            ("CHANGED", "事实有变化"),
                            ("EVIDENCE", "证据有变化"),
                            ("RETURNED", "再次发现"),
                            ("GONE", "不再发现"),
                        ],
                        max_length=16,
                        verbose_name="变动",
                    ),
                ),
                (
                    "state_before",
                    models.CharField(
                        choices=[
                            ("OPEN", "待核实"),
                            ("CONFIRMED", "已核实属实"),
                            ("REFUTED", "核实不属实"),
                            ("RECOGNISED", "已认定"),
                            ("SETTLED", "已解决"),
                            ("GONE", "不再发现"),
                        ],
                        max_length=16,
                        verbose_name="此前状态",
                    ),
                ),
                (
                    "state_after",
                    models.CharField(
                        choices=[
                            ("OPEN", "待核实"),
                            ("CONFIRMED", "已核实属实"),
                            ("REFUTED", "核实不属实"),
                            ("RECOGNISED", "已认定"),
                            ("SETTLED", "已解决"),
                            ("GONE", "不再发现"),
                        ],
                        max_length=16,
                        verbose_name="此后状态",
                    ),
                ),
                (
                    "verdict_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "尚未核实"),
                            ("CONFIRMED", "属实"),
                            ("PARTLY", "部分属实"),
                            ("REFUTED", "不属实"),
                            ("NOT_FOUND", "查无此人"),
                            ("MOVED", "已迁出"),
                        ],
                        max_length=16,
                        verbose_name="此前核实结论",
                    ),
                ),
                ("verified_before", models.DateTimeField(null=True, verbose_name="此前核实时间")),
                ("evidence_hash_before", models.CharField(max_length=32, verbose_name="此前证据摘要")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.finding",
                        verbose_name="问题",
                    ),
                ),
                (
                    "evidence_run_before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="此前证据",
                    ),
                ),
                (
                    "last_run_before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="此前最近发现",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="比对",
                    ),
                ),
                (
                    "told_before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.toldreason",
                        verbose_name="此前理由",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题变动",
            },
        ),
        migrations.AddField(
            model_name="finding",
            name="told",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="policies.toldreason",
                verbose_name="理由",
            ),
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(fields=["division_code", "uuid"], name="recognition_place"),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(("second_by", models.F("first_by")), _negated=True), name="recognition_two_persons"
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "APPROVED"), _negated=True),
                    models.Q(("from_on__isnull", False), ("second_at__isnull", False), ("second_by__isnull", False)),
                    _connector="OR",
                ),
                name="recognition_approved_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["PROPOSED", "SENT_BACK"])),
                fields=("child", "category"),
                name="recognition_one_pending",
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["division_code", "uuid"], name="run_place"),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["QUEUED", "RUNNING"])),
                fields=("division_code",),
                name="run_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingevidence",
            constraint=models.UniqueConstraint(fields=("child", "run"), name="finding_evidence_once"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["run", "division_code"], name="change_run_place"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["division_code", "uuid"], name="finding_place"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["state", "division_code", "uuid"], name="finding_state"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("child", "policy"), name="finding_once_a_policy"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", ""), ("verified_at__isnull", True)),
                    models.Q(("verified_at__isnull", False), models.Q(("verdict", ""), _negated=True)),
                    _connector="OR",
                ),
                name="finding_verdict_dated",
            ),
        ),
        AppendOnly("policies_recognitionstep"),
    ]
