"""Recognitions and their steps."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("people", "__first__"),
        ("policies", "0003_turns_and_tallies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                            ("UNDONE", "已撤销"),
                            ("SETTLED", "随待遇一并认定"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("ASSIGN", "认定"), ("END", "终止认定")],
                        default="ASSIGN",
                        max_length=8,
                        verbose_name="事项",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.categoryassignment",
                        verbose_name="终止的认定",
                    ),
                ),
                (
                    "end_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GROWN_UP", "年满十八周岁"),
                            ("DIED", "死亡"),
                            ("PARENTS_BACK", "父母恢复履行抚养职责"),
                            ("ADOPTED", "被收养"),
                            ("CONDITION_GONE", "不再符合认定条件"),
                            ("MISTAKEN", "认定有误"),
                            ("OTHER", "其他"),
                        ],
                        max_length=16,
                        verbose_name="终止原因",
                    ),
                ),
                ("happened_on", models.DateField(null=True, verbose_name="情形消失日期")),
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
                            ("UNDO", "撤销终止"),
                            ("SETTLE", "随待遇一并认定"),
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
        AppendOnly("policies_recognitionstep"),
    ]
