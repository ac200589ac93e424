"""Tasks and what happened to them; the history is append-only."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0004_consent_and_retention"),
        ("people", "__first__"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
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
                            ("VERIFY_LEAD", "核实线索"),
                            ("RECOGNISE_FIRST", "认定初审"),
                            ("RECOGNISE_SECOND", "认定复核"),
                            ("REVIEW_LINKS", "人工核对"),
                            ("REVIEW_CATEGORY", "定期复核"),
                            ("FIRST_VISIT", "首次走访"),
                            ("COMPLETE_FILE", "补全档案"),
                            ("MEND_PROBLEM", "整改问题"),
                            ("RECHECK_PROBLEM", "复查问题"),
                            ("CHECK_APPLICATION", "查验申请"),
                            ("CONFIRM_APPLICATION", "确认申请"),
                            ("SUPPLY_PAPERS", "补交材料"),
                            ("TELL_APPLICANT", "告知申请人"),
                            ("REVIEW_BENEFIT", "复核待遇"),
                            ("HARM_REPORT", "侵害线索"),
                            ("CALL_BACK", "求助回拨"),
                            ("LATE_WISH", "催办心愿"),
                            ("OTHER", "其他"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="事项")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="类别（儿童）")),
                ("due_on", models.DateField(verbose_name="期限")),
                ("opened_at", models.DateTimeField(verbose_name="产生时间")),
                ("assigned_at", models.DateTimeField(null=True, verbose_name="分派时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "待办"), ("DONE", "已办结"), ("CANCELLED", "已取消")],
                        default="OPEN",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CONFIRMED", "属实"),
                            ("PARTLY", "部分属实"),
                            ("REFUTED", "不属实"),
                            ("NOT_FOUND", "查无此人"),
                            ("MOVED", "已迁出"),
                            ("AGREED", "同意"),
                            ("REFUSED", "不同意"),
                            ("DONE", "已完成"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                ("outcome_note", models.TextField(blank=True, verbose_name="结果说明")),
                ("evidence", models.TextField(blank=True, verbose_name="依据")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "未提醒"), (1, "已提醒"), (2, "督导员跟进"), (3, "区县跟进"), (4, "督办")],
                        default=0,
                        verbose_name="提级",
                    ),
                ),
                ("source_kind", models.CharField(blank=True, max_length=20, verbose_name="来源类别")),
                ("source_key", models.UUIDField(null=True, verbose_name="来源编号")),
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
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办结人",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.post",
                        verbose_name="责任岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务",
            },
        ),
        migrations.CreateModel(
            name="TaskStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("OPENED", "产生"),
                            ("ASSIGNED", "分派"),
                            ("UNDONE", "撤回分派"),
                            ("SENT_BACK", "退回"),
                            ("POSTPONED", "延期"),
                            ("CLOSED", "办结"),
                            ("REOPENED", "重新办理"),
                            ("CANCELLED", "取消"),
                            ("RAISED", "提级"),
                        ],
                        max_length=12,
                        verbose_name="动作",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor", models.CharField(max_length=120, verbose_name="操作人")),
                ("account", models.UUIDField(null=True, verbose_name="操作账号")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CONFIRMED", "属实"),
                            ("PARTLY", "部分属实"),
                            ("REFUTED", "不属实"),
                            ("NOT_FOUND", "查无此人"),
                            ("MOVED", "已迁出"),
                            ("AGREED", "同意"),
                            ("REFUSED", "不同意"),
                            ("DONE", "已完成"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "未提醒"), (1, "已提醒"), (2, "督导员跟进"), (3, "区县跟进"), (4, "督办")],
                        default=0,
                        verbose_name="提级",
                    ),
                ),
                ("owner_before", models.UUIDField(null=True, verbose_name="原责任岗位")),
                ("owner", models.UUIDField(null=True, verbose_name="责任岗位")),
                ("due_before", models.DateField(null=True, verbose_name="原期限")),
                ("due_on", models.DateField(null=True, verbose_name="期限")),
                ("batch", models.UUIDField(null=True, verbose_name="批次")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.task",
                        verbose_name="任务",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务过程",
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "OPEN"), ("level__gte", 2)),
                fields=["division_code", "uuid", "due_on", "level"],
                name="task_open_raised",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "OPEN"), ("level__gte", 2)),
                fields=["due_on", "uuid", "level"],
                name="task_open_raised_due",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "OPEN"), ("owner__isnull", True)),
                fields=["division_code", "uuid"],
                name="task_open_unowned",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "CANCELLED")),
                fields=["division_code", "uuid"],
                name="task_cancelled",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["division_code", "uuid"], name="task_division"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "OPEN")), fields=["division_code", "uuid"], name="task_open_division"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "OPEN")), fields=["kind", "division_code", "uuid"], name="task_open_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "OPEN"), ("owner__isnull", False)),
                fields=["owner", "due_on"],
                name="task_open_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("state", "OPEN")), fields=["due_on"], name="task_open_due"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "OPEN"), ("source_key__isnull", False)),
                fields=("source_key", "kind"),
                name="task_open_once_per_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "DONE"), _negated=True),
                    models.Q(models.Q(("outcome", ""), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="task_done_has_outcome",
            ),
        ),
        migrations.AddIndex(
            model_name="taskstep",
            index=models.Index(condition=models.Q(("batch__isnull", False)), fields=["batch"], name="task_step_batch"),
        ),
        AppendOnly("tasks_taskstep"),
    ]
