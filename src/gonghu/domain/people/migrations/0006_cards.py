"""Cards: notes, conflicts and writings; counts by month; recognitions that are looked at again."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_what_is_refused"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CardConflict",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("field", models.CharField(max_length=40, verbose_name="卡片项目")),
                ("base", models.CharField(blank=True, max_length=40, verbose_name="所依据的版本")),
                ("brought", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="带来的内容")),
                ("stood", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="档案中的内容")),
                ("source", models.UUIDField(verbose_name="来源记录")),
                ("brought_at", models.DateTimeField(verbose_name="送达时间")),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[("STOOD", "保留档案内容"), ("BROUGHT", "采用走访内容"), ("OTHER", "另行填写")],
                        max_length=8,
                        verbose_name="选定",
                    ),
                ),
                ("chosen_at", models.DateTimeField(null=True, verbose_name="选定时间")),
                (
                    "brought_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
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
                    "chosen_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="选定人",
                    ),
                ),
            ],
            options={
                "verbose_name": "卡片冲突",
                "indexes": [
                    models.Index(condition=models.Q(("choice", "")), fields=["child"], name="card_conflict_open")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "child", "field"), name="card_conflict_once_per_record"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", ""), ("chosen_at__isnull", True)),
                            models.Q(models.Q(("choice", ""), _negated=True), ("chosen_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="card_conflict_chosen_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardNote",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("field", models.CharField(max_length=40, verbose_name="卡片项目")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="内容")),
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
                "verbose_name": "卡片备注",
                "abstract": False,
                "indexes": [models.Index(fields=["child", "field"], name="card_note_child")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="people_cardnote_dates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CardWriting",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("field", models.CharField(max_length=40, verbose_name="卡片项目")),
                ("turn", models.PositiveIntegerField(verbose_name="第几次写入")),
                ("before", models.CharField(max_length=40, verbose_name="原版本")),
                ("version", models.CharField(max_length=40, verbose_name="新版本")),
                ("source", models.UUIDField(null=True, verbose_name="来源记录")),
                ("written_at", models.DateTimeField(verbose_name="写入时间")),
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
                    "written_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="写入人",
                    ),
                ),
            ],
            options={
                "verbose_name": "卡片写入记录",
                "indexes": [models.Index(fields=["child", "field", "turn"], name="card_writing_turn")],
            },
        ),
        migrations.CreateModel(
            name="PlaceCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("month_on", models.DateField(verbose_name="月份")),
                ("counted_on", models.DateField(verbose_name="截至日期")),
                ("files", models.PositiveIntegerField(verbose_name="在档")),
                ("recognised", models.PositiveIntegerField(verbose_name="已认定")),
            ],
            options={
                "verbose_name": "逐月人数",
                "indexes": [models.Index(fields=["division_code", "month_on"], name="place_count_place")],
                "constraints": [models.UniqueConstraint(fields=("month_on", "division_code"), name="place_count_once")],
            },
        ),
        migrations.AddField(
            "categoryassignment", "clean_on", models.DateField(null=True, verbose_name="比对在册无异常日期")
        ),
        migrations.AddField(
            "categoryassignment", "clean_run", models.UUIDField(null=True, verbose_name="比对在册无异常的比对")
        ),
        migrations.AddField(
            "categoryassignment",
            "review_cause",
            models.CharField(
                blank=True,
                choices=[("PERIOD", "到期"), ("EVENT", "情况有变化")],
                db_default="",
                max_length=8,
                verbose_name="复核事由",
            ),
        ),
        migrations.AddField("categoryassignment", "review_on", models.DateField(null=True, verbose_name="应复核日期")),
        migrations.AddField(
            "categoryassignment", "reviewed_on", models.DateField(null=True, verbose_name="上次复核日期")
        ),
        migrations.AddIndex(
            "categoryassignment",
            models.Index(
                condition=models.Q(("to_on__isnull", True)), fields=["review_on", "uuid"], name="category_review_due"
            ),
        ),
        migrations.AddField(
            "healthrecord", "expires_on", models.DateField(blank=True, null=True, verbose_name="证件有效期至")
        ),
        migrations.CreateModel(
            name="CategoryReview",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="应复核日期")),
                (
                    "cause",
                    models.CharField(
                        choices=[("PERIOD", "到期"), ("EVENT", "情况有变化")], max_length=8, verbose_name="复核事由"
                    ),
                ),
                ("reviewed_before", models.DateField(null=True, verbose_name="此前复核日期")),
                ("reviewed_on", models.DateField(verbose_name="复核日期")),
                ("evidence", models.TextField(verbose_name="证据")),
                ("next_on", models.DateField(verbose_name="下次复核日期")),
                ("run", models.UUIDField(null=True, verbose_name="所依据的比对")),
                ("said_at", models.DateTimeField(verbose_name="登记时间")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                ("undone_reason", models.CharField(blank=True, max_length=300, verbose_name="撤销原因")),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.categoryassignment",
                        verbose_name="类别认定",
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
                    "said_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤销人",
                    ),
                ),
            ],
            options={
                "verbose_name": "定期复核",
                "indexes": [models.Index(fields=["assignment", "said_at"], name="category_review_of")],
            },
        ),
    ]
