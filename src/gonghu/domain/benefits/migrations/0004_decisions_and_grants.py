"""Decisions of two officers, and what they grant."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0003_steps"),
        ("people", "0006_cards"),
        ("policies", "0004_recognitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("takeover", models.UUIDField(null=True, verbose_name="接收批次编号")),
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
            name="DocumentCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.CharField(max_length=6, verbose_name="区县代码")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="最后编号")),
            ],
            options={
                "verbose_name": "文书编号",
                "constraints": [models.UniqueConstraint(fields=("county", "year"), name="document_count_once")],
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
                    models.Q(("application__isnull", False), ("batch__isnull", True), ("takeover__isnull", True)),
                    models.Q(("application__isnull", True), ("batch__isnull", False), ("takeover__isnull", True)),
                    models.Q(("application__isnull", True), ("batch__isnull", True), ("takeover__isnull", False)),
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
            constraint=models.UniqueConstraint(
                fields=("decision", "child", "from_month"), name="grant_once_a_decision"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_month__endswith", "-01")), name="grant_from_a_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_month__isnull", True), ("to_month__endswith", "-01"), _connector="OR"),
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
        AppendOnly("benefits_decision"),
    ]
