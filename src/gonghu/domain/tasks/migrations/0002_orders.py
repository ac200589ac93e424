"""Rectification orders and what happened to them; the history is append-only."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0001_tasks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RectificationOrder",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="文号")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("subject", models.CharField(max_length=200, verbose_name="事项")),
                ("responsible", models.CharField(max_length=100, verbose_name="责任单位")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "待签发"),
                            ("ISSUED", "已下达"),
                            ("ANSWERED", "已答复，待复核"),
                            ("CLOSED", "已销号"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        default="DRAFT",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="起草时间")),
                ("requirement", models.TextField(blank=True, verbose_name="督办要求")),
                ("issued_at", models.DateTimeField(null=True, verbose_name="签发时间")),
                ("due_on", models.DateField(null=True, verbose_name="整改期限")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="销号时间")),
                (
                    "issued_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办单",
            },
        ),
        migrations.CreateModel(
            name="OrderStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "待签发"),
                            ("ISSUED", "已下达"),
                            ("ANSWERED", "已答复，待复核"),
                            ("CLOSED", "已销号"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor", models.CharField(max_length=120, verbose_name="操作人")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("due_on", models.DateField(null=True, verbose_name="整改期限")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.rectificationorder",
                        verbose_name="督办单",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办过程",
            },
        ),
        migrations.CreateModel(
            name="OrderedTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tasks.rectificationorder",
                        verbose_name="督办单",
                    ),
                ),
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
                "verbose_name": "督办事项",
            },
        ),
        migrations.AddIndex(
            model_name="rectificationorder",
            index=models.Index(fields=["division_code", "uuid"], name="order_division"),
        ),
        migrations.AddConstraint(
            model_name="rectificationorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True), fields=("number",), name="order_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rectificationorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["DRAFT", "WITHDRAWN"]),
                    models.Q(models.Q(("number", ""), _negated=True), ("due_on__isnull", False)),
                    _connector="OR",
                ),
                name="order_issued_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderedtask",
            constraint=models.UniqueConstraint(fields=("order", "task"), name="ordered_task_once"),
        ),
        AppendOnly("tasks_orderstep"),
    ]
