"""Sharing agreements, deliveries and their files, remembered mappings."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_stations_and_contracts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="使用目的")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("UPLOADED", "已上传"),
                            ("CHECKED", "已试读"),
                            ("CONFIRMED", "已确认"),
                            ("SCREENED", "已比对"),
                            ("UNDONE", "已撤销"),
                        ],
                        default="UPLOADED",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("job", models.UUIDField(null=True, verbose_name="后台作业")),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="试读时间")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                ("screened_at", models.DateTimeField(null=True, verbose_name="比对时间")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                ("undone_because", models.CharField(blank=True, max_length=200, verbose_name="撤销原因")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="提供部门",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤销人",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "verbose_name": "名册批次",
            },
        ),
        migrations.CreateModel(
            name="DeliveryFile",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=255, verbose_name="文件名")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="摘要")),
                ("size", models.BigIntegerField(verbose_name="字节数")),
                ("removed_at", models.DateTimeField(null=True, verbose_name="内容销毁时间")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="rosters.delivery",
                        verbose_name="批次",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rosters.deliveryfile",
                        verbose_name="内容相同的文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "批次文件",
            },
        ),
        migrations.CreateModel(
            name="RememberedMapping",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("header_digest", models.CharField(max_length=64, verbose_name="表头摘要")),
                ("found_kind", models.CharField(blank=True, max_length=64, verbose_name="认出的种类")),
                ("kind", models.CharField(blank=True, max_length=64, verbose_name="名册种类（空为不读）")),
                ("fields", models.JSONField(default=dict, verbose_name="各列的字段")),
                ("constants", models.JSONField(default=dict, verbose_name="每行相同的内容")),
                ("told_at", models.DateTimeField(verbose_name="指定时间")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="提供部门",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="指定人",
                    ),
                ),
            ],
            options={
                "verbose_name": "记住的列对照",
            },
        ),
        migrations.CreateModel(
            name="SharingAgreement",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="适用区划")),
                ("kinds", models.JSONField(default=list, verbose_name="名册种类")),
                ("purpose", models.CharField(max_length=200, verbose_name="使用目的")),
                ("legal_basis", models.CharField(max_length=200, verbose_name="法律依据")),
                ("every_days", models.PositiveSmallIntegerField(verbose_name="每隔几天提供一次")),
                ("document", models.CharField(max_length=100, verbose_name="签署文号")),
                ("signed_on", models.DateField(verbose_name="签署日期")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="提供部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据共享协议",
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="rosters.sharingagreement",
                verbose_name="依据的协议",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryfile",
            constraint=models.UniqueConstraint(fields=("delivery", "turn"), name="delivery_file_turn"),
        ),
        migrations.AddConstraint(
            model_name="deliveryfile",
            constraint=models.UniqueConstraint(fields=("delivery", "sha256"), name="delivery_file_once"),
        ),
        migrations.AddIndex(
            model_name="rememberedmapping",
            index=models.Index(fields=["division_code", "uuid"], name="remembered_mapping_place"),
        ),
        migrations.AddConstraint(
            model_name="rememberedmapping",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", False)),
                fields=("division_code", "organisation", "header_digest", "found_kind"),
                name="remembered_mapping_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rememberedmapping",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", True)),
                fields=("division_code", "header_digest", "found_kind"),
                name="remembered_mapping_once_of_nobody",
            ),
        ),
        migrations.AddIndex(
            model_name="sharingagreement",
            index=models.Index(fields=["division_code", "uuid"], name="agreement_place"),
        ),
        migrations.AddConstraint(
            model_name="sharingagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="rosters_sharingagreement_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingagreement",
            constraint=models.CheckConstraint(condition=models.Q(("every_days__gte", 1)), name="agreement_every_days"),
        ),
        migrations.AddConstraint(
            model_name="sharingagreement",
            constraint=models.UniqueConstraint(fields=("organisation", "document"), name="agreement_document_once"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["division_code", "uuid"], name="delivery_place"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["-uploaded_at"], name="delivery_newest"),
        ),
    ]
