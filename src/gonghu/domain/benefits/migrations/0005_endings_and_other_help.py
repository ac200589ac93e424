"""Endings, and other help."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.intervals import NoOverlap


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0004_decisions_and_grants"),
        ("people", "0006_cards"),
        ("policies", "0004_recognitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.categoryassignment",
                        verbose_name="随之停发的认定",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("GROWN_UP", "年满十八周岁"),
                            ("SCHOOL_LEFT", "年满十八周岁且不再就读"),
                            ("ADOPTED", "被收养"),
                            ("DIED", "死亡"),
                            ("RELEASED", "父母刑满释放或解除限制"),
                            ("DETOXED", "父母戒毒成功"),
                            ("FOUND", "父母找到或恢复联系"),
                            ("RECOVERED", "父母病愈或残疾等级变化"),
                            ("RESTORED", "恢复监护资格"),
                            ("MOVED", "迁出本地"),
                            ("OTHER_LINE", "转为其他待遇"),
                            ("GIVEN_UP", "家庭放弃"),
                            ("NOT_ENTITLED", "复核不再符合条件"),
                        ],
                        max_length=16,
                        verbose_name="退出原因",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="情形发生日期")),
                ("left_on", models.DateField(verbose_name="退出日期")),
                ("last_month", models.DateField(verbose_name="末领年月")),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="退出登记内容")),
                ("papers", models.JSONField(blank=True, default=list, verbose_name="附件")),
                ("notice", models.TextField(verbose_name="书面告知")),
                (
                    "state",
                    models.CharField(
                        choices=[("PROPOSED", "待确认"), ("DECIDED", "已停发"), ("DROPPED", "不停发")],
                        default="PROPOSED",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="提出时间")),
                ("proposed_label", models.CharField(max_length=100, verbose_name="提出人姓名和岗位")),
                ("opinion", models.TextField(blank=True, verbose_name="确认意见")),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.decision",
                        verbose_name="决定",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.grant",
                        verbose_name="待遇",
                    ),
                ),
            ],
            options={
                "verbose_name": "停发",
            },
        ),
        migrations.CreateModel(
            name="OtherBenefit",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
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
                            ("SUBSISTENCE", "最低生活保障"),
                            ("DESTITUTE", "特困供养"),
                            ("DISABILITY_LIVING", "困难残疾人生活补贴"),
                        ],
                        max_length=20,
                        verbose_name="救助种类",
                    ),
                ),
                ("seat", models.CharField(max_length=60, verbose_name="席位")),
                ("monthly_fen", models.BigIntegerField(verbose_name="每月金额（分）")),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("evidence", models.TextField(blank=True, verbose_name="依据")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
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
                    "recorded_by",
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
                "verbose_name": "已领其他救助",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="ending",
            index=models.Index(fields=["division_code", "uuid"], name="ending_place"),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "DROPPED"), _negated=True), fields=("grant",), name="ending_once_a_grant"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "DECIDED"), _negated=True), ("decision__isnull", False), _connector="OR"
                ),
                name="ending_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_on__gte", models.F("happened_on"))), name="ending_after_the_event"
            ),
        ),
        migrations.AddIndex(
            model_name="otherbenefit",
            index=models.Index(fields=["division_code", "uuid"], name="other_benefit_place"),
        ),
        migrations.AddIndex(
            model_name="otherbenefit",
            index=models.Index(fields=["seat", "from_on"], name="other_benefit_seat"),
        ),
        migrations.AddConstraint(
            model_name="otherbenefit",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="benefits_otherbenefit_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="otherbenefit",
            constraint=models.CheckConstraint(
                condition=models.Q(("monthly_fen__gte", 0)), name="other_benefit_not_owed"
            ),
        ),
        NoOverlap("benefits_otherbenefit", "seat"),
    ]
