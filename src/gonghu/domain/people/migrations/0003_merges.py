"""Kin, merges, recorded items."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [("people", "0002_facts")]

    operations = [
        migrations.CreateModel(
            name="IdentityNumber",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CITIZEN", "居民身份证"),
                            ("PERMIT", "港澳台居民居住证"),
                            ("FOREIGNER", "外国人永久居留身份证"),
                            ("PASSPORT", "护照"),
                            ("TRAVEL_PERMIT", "来往内地（大陆）通行证"),
                            ("BIRTH_CERTIFICATE", "出生医学证明"),
                            ("OTHER", "其他证件"),
                        ],
                        max_length=20,
                        verbose_name="证件类型",
                    ),
                ),
                ("number", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="号码")),
                (
                    "number_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        last=None, of="number", purpose="identity number", verbose_name="号码索引"
                    ),
                ),
                (
                    "tail_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        last=4, null=True, of="number", purpose="tail of an identity number", verbose_name="末位索引"
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="停用原因"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "证件号码",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Kinship",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("relation", models.CharField(max_length=2, verbose_name="关系")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="亲属",
                    ),
                ),
            ],
            options={
                "verbose_name": "亲属关系",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                ("merged_at", models.DateTimeField(verbose_name="合并时间")),
                ("split_at", models.DateTimeField(null=True, verbose_name="拆分时间")),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="保留的人员",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="并入的人员",
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="合并人",
                    ),
                ),
                (
                    "split_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拆分人",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员合并",
            },
        ),
        migrations.CreateModel(
            name="MergedReference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=60, verbose_name="表")),
                ("row", models.CharField(max_length=36, verbose_name="行")),
                ("column", models.CharField(max_length=40, verbose_name="字段")),
                ("before", models.CharField(max_length=100, null=True, verbose_name="原值")),
                ("after", models.CharField(max_length=100, null=True, verbose_name="新值")),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="references",
                        to="people.personmerge",
                        verbose_name="合并",
                    ),
                ),
            ],
            options={
                "verbose_name": "合并前的值",
            },
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("OWN", "本人电话"), ("FAMILY", "家庭电话"), ("OTHER", "其他联系电话")],
                        max_length=16,
                        verbose_name="电话种类",
                    ),
                ),
                ("number", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="电话号码")),
                (
                    "number_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        db_index=True, last=None, of="number", purpose="phone", verbose_name="电话号码索引"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="说明")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "电话",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecordedItem",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("item", models.CharField(max_length=40, verbose_name="采集项目")),
                ("value", gonghu.foundation.encryption.fields.EncryptedText(blank=True, verbose_name="内容")),
                ("turn", models.PositiveIntegerField(verbose_name="第几次写入")),
                ("told_in", models.UUIDField(verbose_name="写入时的档案")),
                ("source", models.UUIDField(null=True, verbose_name="来源记录")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正原因")),
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
                "verbose_name": "采集项目",
                "abstract": False,
                "indexes": [models.Index(fields=["child", "item"], name="recorded_item_child")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="people_recordeditem_dates",
                    )
                ],
            },
        ),
    ]
