"""Findings, the reasons they are told with, the rows that bear them out."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "__first__"),
        ("policies", "0001_runs"),
        ("tasks", "__first__"),
    ]

    operations = [
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
                        db_constraint=False,
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
                "constraints": [models.UniqueConstraint(fields=("child", "run"), name="finding_evidence_once")],
            },
        ),
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
                    "evidence_run",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="证据所属比对",
                    ),
                ),
                (
                    "first_run",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="首次发现",
                    ),
                ),
                (
                    "last_run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="最近发现",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tasks.task",
                        verbose_name="任务",
                    ),
                ),
                (
                    "told",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.toldreason",
                        verbose_name="理由",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题",
                "indexes": [
                    models.Index(fields=["division_code", "uuid"], name="finding_place"),
                    models.Index(fields=["state", "division_code", "uuid"], name="finding_state"),
                    models.Index(condition=models.Q(("task__isnull", False)), fields=["task"], name="finding_task"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("child", "policy"), name="finding_once_a_policy"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", ""), ("verified_at__isnull", True)),
                            models.Q(("verified_at__isnull", False), models.Q(("verdict", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="finding_verdict_dated",
                    ),
                ],
            },
        ),
    ]
