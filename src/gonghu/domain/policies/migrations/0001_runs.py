"""Runs and when they are made."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("rosters", "__first__"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                "indexes": [models.Index(fields=["division_code", "uuid"], name="run_place")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["QUEUED", "RUNNING"])),
                        fields=("division_code",),
                        name="run_one_at_a_time",
                    )
                ],
            },
        ),
    ]
