"""Lists of children to visit, exceptions, follow-ups."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_cards"),
        ("visits", "0003_problems"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoverageList",
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
                        choices=[("QUARTER", "季度"), ("CAMPAIGN", "专项行动")], max_length=10, verbose_name="名单种类"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="代号")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("from_on", models.DateField(verbose_name="开始日期")),
                ("to_on", models.DateField(verbose_name="结束日期")),
                ("fixed_at", models.DateTimeField(null=True, verbose_name="固定时间")),
            ],
            options={
                "verbose_name": "走访名单",
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="类别（儿童）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("RETURNED_HOME", "返家"), ("CASE_CLOSED", "个案结案"), ("AIDED", "获得救助")],
                        max_length=16,
                        verbose_name="回访事由",
                    ),
                ),
                ("event_on", models.DateField(verbose_name="事件日期")),
                ("due_on", models.DateField(verbose_name="回访日期")),
                ("visited_on", models.DateField(null=True, verbose_name="已回访日期")),
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
                "verbose_name": "回访安排",
                "indexes": [
                    models.Index(
                        condition=models.Q(("visited_on__isnull", True)),
                        fields=["division_code", "due_on"],
                        name="follow_up_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("child", "reason", "event_on", "due_on"), name="follow_up_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedChild",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="类别（儿童）")),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("household", models.UUIDField(verbose_name="家庭户")),
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
                    "coverage_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="visits.coveragelist",
                        verbose_name="走访名单",
                    ),
                ),
            ],
            options={
                "verbose_name": "名单儿童",
                "indexes": [
                    models.Index(fields=["coverage_list", "division_code", "child"], name="listed_child_place")
                ],
                "constraints": [models.UniqueConstraint(fields=("coverage_list", "child"), name="listed_child_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanException",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="类别（儿童）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("AWAY", "随家人外出"),
                            ("HOSPITAL", "住院治疗"),
                            ("INSTITUTION", "在机构养育"),
                            ("REFUSED", "家庭不同意"),
                            ("UNREACHABLE", "多次上门未见"),
                            ("MOVED", "已迁出，待转档"),
                            ("OTHER", "其他"),
                        ],
                        max_length=12,
                        verbose_name="原因",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("said_at", models.DateTimeField(verbose_name="登记时间")),
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
                    "said_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "走访例外",
                "abstract": False,
                "indexes": [models.Index(fields=["division_code", "uuid"], name="plan_exception_division")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="visits_planexception_dates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MoneyTold",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="类别（儿童）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("told_on", models.DateField(verbose_name="走访日期")),
                (
                    "received",
                    models.CharField(
                        choices=[
                            ("FULL", "按月足额收到"),
                            ("NOT_FULL", "没有足额"),
                            ("NOT_PAID", "该领的没领到"),
                            ("NOT_ENTITLED", "不在保障范围"),
                            ("UNKNOWN", "不清楚"),
                        ],
                        max_length=12,
                        verbose_name="补贴收到了吗",
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=40, verbose_name="卡在谁手里")),
                ("amount_fen", models.BigIntegerField(null=True, verbose_name="说的金额（分）")),
                (
                    "difference",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NOT_ARRIVED", "说没收到，银行已付"),
                            ("NO_GRANT", "说收到了，没有待遇"),
                            ("CARD_ELSEWHERE", "卡不在账户登记的人手里"),
                        ],
                        max_length=16,
                        verbose_name="不一致",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="不一致的情况")),
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
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.task",
                        verbose_name="任务",
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.visit",
                        verbose_name="走访",
                    ),
                ),
            ],
            options={
                "verbose_name": "补贴问答",
                "indexes": [
                    models.Index(
                        condition=models.Q(("difference", ""), _negated=True),
                        fields=["division_code", "uuid"],
                        name="money_told_differs",
                    )
                ],
            },
        ),
    ]
