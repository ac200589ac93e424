"""Background jobs, and who works on them."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("WORKER", "后台处理"), ("BEAT", "时钟")], max_length=16, verbose_name="种类"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="启动时间")),
                ("seen_at", models.DateTimeField(db_index=True, verbose_name="最近在岗时间")),
            ],
            options={
                "verbose_name": "在岗",
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="作业")),
                ("label", models.CharField(max_length=50, verbose_name="名称")),
                ("parameters", models.JSONField(default=dict, verbose_name="参数")),
                ("once_key", models.CharField(max_length=200, null=True, unique=True, verbose_name="只做一次的标识")),
                ("lane", models.CharField(blank=True, max_length=100, verbose_name="队列")),
                ("account", models.UUIDField(null=True, verbose_name="操作人账号")),
                ("post", models.UUIDField(null=True, verbose_name="操作人岗位")),
                ("actor_label", models.CharField(max_length=100, verbose_name="操作人")),
                ("district", models.CharField(default="000000", max_length=6, verbose_name="区县")),
                ("request", models.CharField(blank=True, max_length=64, verbose_name="请求")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("QUEUED", "排队中"),
                            ("RUNNING", "进行中"),
                            ("DONE", "已完成"),
                            ("FAILED", "未完成"),
                            ("CANCELLED", "已取消"),
                        ],
                        default="QUEUED",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=100, verbose_name="步骤")),
                ("share", models.FloatField(default=0, verbose_name="完成比例")),
                ("steps_done", models.JSONField(default=list, verbose_name="已完成的步骤")),
                ("outcome", models.JSONField(default=dict, verbose_name="结果")),
                ("error", models.TextField(blank=True, verbose_name="未完成的原因")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("interruptions", models.PositiveSmallIntegerField(default=0, verbose_name="中断次数")),
                ("worker", models.CharField(blank=True, max_length=100, verbose_name="处理者")),
                ("heartbeat_at", models.DateTimeField(null=True, verbose_name="最近心跳")),
                ("queued_at", models.DateTimeField(verbose_name="排队时间")),
                ("not_before_at", models.DateTimeField(verbose_name="最早开始时间")),
                ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("cancel_asked_at", models.DateTimeField(null=True, verbose_name="要求取消的时间")),
            ],
            options={
                "verbose_name": "后台作业",
                "indexes": [
                    models.Index(fields=["state", "not_before_at"], name="job_waiting"),
                    models.Index(fields=["finished_at"], name="job_finished"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "RUNNING"), models.Q(("lane", ""), _negated=True)),
                        fields=("lane",),
                        name="job_one_of_a_lane",
                    ),
                    models.CheckConstraint(condition=models.Q(("share__gte", 0), ("share__lte", 1)), name="job_share"),
                ],
            },
        ),
    ]
