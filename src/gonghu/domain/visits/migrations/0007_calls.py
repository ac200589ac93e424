"""Calls for help, with what was done about them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_cards"),
        ("tasks", "0003_tallies"),
        ("visits", "0006_wishes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpCall",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("place_division_code", models.CharField(max_length=12, verbose_name="所在地代码")),
                ("called_at", models.DateTimeField(verbose_name="求助时间")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("HOTLINE", "热线"),
                            ("STATION", "到站"),
                            ("VISIT", "走访时"),
                            ("TOLD", "别人转告"),
                            ("OTHER", "其他"),
                        ],
                        max_length=10,
                        verbose_name="途径",
                    ),
                ),
                (
                    "caller",
                    models.CharField(
                        choices=[
                            ("CHILD", "本人"),
                            ("FAMILY", "家人"),
                            ("NEIGHBOUR", "邻居"),
                            ("TEACHER", "老师"),
                            ("OTHER", "其他"),
                        ],
                        max_length=10,
                        verbose_name="求助人",
                    ),
                ),
                (
                    "caller_name",
                    gonghu.foundation.encryption.fields.EncryptedText(blank=True, verbose_name="求助人姓名"),
                ),
                ("phone", gonghu.foundation.encryption.fields.EncryptedText(null=True, verbose_name="回拨电话")),
                (
                    "phone_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        db_index=True, last=None, null=True, of="phone", purpose="telephone of a call for help"
                    ),
                ),
                ("words", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="求助内容")),
                (
                    "urgency",
                    models.CharField(
                        choices=[("AT_ONCE", "马上"), ("TODAY", "当天"), ("THREE_DAYS", "三天内")],
                        max_length=10,
                        verbose_name="缓急",
                    ),
                ),
                ("ring_back_by", models.DateTimeField(null=True, verbose_name="回拨时限")),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "待回拨"), ("SPOKEN", "已回拨，办理中"), ("CLOSED", "已办结")],
                        default="WAITING",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SOLVED", "已解决"),
                            ("PASSED_ON", "已转办"),
                            ("HARM", "已转侵害线索"),
                            ("UNREACHABLE", "联系不上"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="登记时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
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
                    "harm_report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.harmreport",
                        verbose_name="侵害线索",
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
                        verbose_name="登记人",
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
                "verbose_name": "求助",
            },
        ),
        migrations.CreateModel(
            name="CallStep",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("WRITTEN", "登记"),
                            ("RANG_AGAIN", "再次来电"),
                            ("REACHED", "回拨，联系上"),
                            ("NOT_REACHED", "回拨，没联系上"),
                            ("CLOSED", "办结"),
                            ("REOPENED", "重新办理"),
                        ],
                        max_length=12,
                        verbose_name="动作",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("written_at", models.DateTimeField(verbose_name="登记时间")),
                ("actor", models.CharField(max_length=120, verbose_name="操作人")),
                ("account", models.UUIDField(null=True, verbose_name="操作账号")),
                ("note", gonghu.foundation.encryption.fields.EncryptedText(blank=True, verbose_name="说明")),
                ("next_by", models.DateTimeField(null=True, verbose_name="下次回拨")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.helpcall",
                        verbose_name="求助",
                    ),
                ),
            ],
            options={
                "verbose_name": "求助过程",
            },
        ),
        migrations.AddIndex(
            model_name="helpcall",
            index=models.Index(fields=["division_code", "uuid"], name="help_call_division"),
        ),
        migrations.AddIndex(
            model_name="helpcall",
            index=models.Index(
                condition=models.Q(("state__in", ["SPOKEN", "WAITING"])),
                fields=["division_code", "ring_back_by"],
                name="help_call_unanswered",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpcall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CLOSED"), _negated=True),
                    models.Q(models.Q(("outcome", ""), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="help_call_closed_whole",
            ),
        ),
    ]
