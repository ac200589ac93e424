"""Weekly contacts, reports of harm, complaints."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_cards"),
        ("tasks", "0002_orders"),
        ("visits", "0001_visits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BURDEN", "基层负担"),
                            ("SOFTWARE", "软件使用"),
                            ("WORK", "工作建议"),
                            ("OTHER", "其他"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("words", models.TextField(verbose_name="内容")),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                ("reply_due_on", models.DateField(verbose_name="答复期限")),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "待答复"), ("REPLIED", "已答复")],
                        default="OPEN",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reply", models.TextField(blank=True, verbose_name="答复")),
                ("replied_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "replied_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
            ],
            options={
                "verbose_name": "投诉建议",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="complaint_division")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "OPEN"),
                            models.Q(models.Q(("reply", ""), _negated=True), ("replied_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="complaint_replied_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactLog",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="类别（儿童）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("contact_on", models.DateField(verbose_name="联系日期")),
                (
                    "contact",
                    models.CharField(
                        choices=[("FATHER", "父亲"), ("MOTHER", "母亲"), ("BOTH", "父母双方"), ("OTHER", "其他监护人")],
                        max_length=8,
                        verbose_name="联系对象",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("VIDEO", "视频"),
                            ("PHONE", "电话"),
                            ("IN_PERSON", "见面"),
                            ("MESSAGE", "文字或语音消息"),
                        ],
                        max_length=12,
                        verbose_name="联系方式",
                    ),
                ),
                ("reached", models.BooleanField(verbose_name="是否联系上")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
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
            ],
            options={
                "verbose_name": "每周联系",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="contact_division")],
            },
        ),
        migrations.CreateModel(
            name="HarmReport",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("place_division_code", models.CharField(blank=True, max_length=12, verbose_name="所在村（居）代码")),
                ("situation", models.CharField(blank=True, max_length=100, verbose_name="情形")),
                ("words", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="内容")),
                ("in_danger", models.BooleanField(verbose_name="正处于危险")),
                ("told_police", models.BooleanField(verbose_name="是否已报警")),
                ("reporter", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="报告人")),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("RECEIVED", "待接办"), ("TAKEN", "已接办")],
                        default="RECEIVED",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True, verbose_name="接办时间")),
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
                    "taken_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接办人",
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
            ],
            options={
                "verbose_name": "侵害线索",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="harm_division")],
            },
        ),
    ]
