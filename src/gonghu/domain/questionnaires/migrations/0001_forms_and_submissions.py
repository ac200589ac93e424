"""Forms, their versions, what was filled in, and keys of other programs."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0005_devices"),
        ("people", "0005_what_is_refused"),
        ("tasks", "0002_orders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "form_id",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="问卷代号"),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("division_code", models.CharField(blank=True, max_length=12, verbose_name="区划代码（空为通用）")),
            ],
            options={
                "verbose_name": "问卷",
            },
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("version", models.CharField(max_length=64, verbose_name="版本")),
                ("division_code", models.CharField(blank=True, max_length=12, verbose_name="区划代码（空为通用）")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "草稿"),
                            ("IN_USE", "使用中"),
                            ("SUPERSEDED", "已有新版"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        default="DRAFT",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("source_name", models.CharField(max_length=255, verbose_name="文件名")),
                ("source", models.BinaryField(verbose_name="原文件")),
                ("xform", models.TextField(verbose_name="XForm")),
                ("meaning", models.TextField(verbose_name="答案的含义")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                ("made_at", models.DateTimeField(verbose_name="上传时间")),
                ("published_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                ("withdrawn_because", models.CharField(blank=True, max_length=200, verbose_name="撤回原因")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="questionnaires.questionnaire",
                        verbose_name="问卷",
                    ),
                ),
            ],
            options={
                "verbose_name": "问卷版本",
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("form_id", models.CharField(max_length=64, verbose_name="问卷代号")),
                ("version", models.CharField(max_length=64, verbose_name="版本")),
                ("body", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="内容")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("device", models.CharField(blank=True, max_length=64, verbose_name="设备")),
                ("sequence", models.BigIntegerField(default=0, verbose_name="设备上的顺序")),
                ("made_at", models.DateTimeField(null=True, verbose_name="填写时间（设备）")),
                ("received_at", models.DateTimeField(verbose_name="送达时间")),
                ("base", models.JSONField(default=dict, verbose_name="所见版本")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RECEIVED", "已送达"),
                            ("ACCEPTED", "已采用"),
                            ("NEEDS_CARE", "需处理"),
                            ("SENT_BACK", "退回修改"),
                            ("REPLACED", "已由新的填报取代"),
                        ],
                        default="RECEIVED",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="原因")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
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
                    "known_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="questionnaires.formversion",
                        verbose_name="问卷版本",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.post",
                        verbose_name="岗位",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="questionnaires.submission",
                        verbose_name="取代的填报",
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
                "verbose_name": "填报",
            },
        ),
        migrations.CreateModel(
            name="SubmissionFile",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("size", models.BigIntegerField(verbose_name="字节数")),
                ("have", models.BigIntegerField(default=0, verbose_name="已收到")),
                (
                    "state",
                    models.CharField(
                        choices=[("ARRIVING", "正在接收"), ("KEPT", "已收齐"), ("REFUSED", "拒收")],
                        default="ARRIVING",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="拒收原因")),
                ("kept_type", models.CharField(blank=True, max_length=40, verbose_name="内容类型")),
                ("kept_size", models.BigIntegerField(default=0, verbose_name="存下的字节数")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="questionnaires.submission",
                        verbose_name="填报",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
            },
        ),
        migrations.CreateModel(
            name="FormKey",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("label", models.CharField(max_length=60, verbose_name="用在哪里")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="摘要")),
                ("made_at", models.DateTimeField(verbose_name="制作时间")),
                ("until_on", models.DateField(verbose_name="有效期至（含当日）")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                ("used_on", models.DateField(null=True, verbose_name="最近使用")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="制作人",
                    ),
                ),
            ],
            options={
                "verbose_name": "采集密钥",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="form_key_place")],
            },
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(fields=("questionnaire", "version"), name="form_version_once"),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "IN_USE")),
                fields=("questionnaire", "division_code"),
                name="form_version_in_use",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["division_code", "uuid"], name="submission_place"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["state", "division_code", "received_at"], name="submission_state"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["account", "form_id", "-received_at"], name="submission_account"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["received_at"], name="submission_received"),
        ),
        migrations.AddConstraint(
            model_name="submissionfile",
            constraint=models.UniqueConstraint(fields=("submission", "name"), name="submission_file_once"),
        ),
    ]
