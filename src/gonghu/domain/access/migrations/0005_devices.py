"""Telephones that keep their owner's work while there is no network, and whose cards were handed to them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields
from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_consent_and_retention"),
        ("audit", "0001_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="所属区划")),
                ("label", models.CharField(max_length=40, verbose_name="名称")),
                ("public_key", models.CharField(blank=True, max_length=200, verbose_name="公钥")),
                ("share", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="密钥分片")),
                ("registered_at", models.DateTimeField(verbose_name="登记时间")),
                ("seen_at", models.DateTimeField(verbose_name="最近联系时间")),
                ("sealed_at", models.DateTimeField(null=True, verbose_name="封存时间")),
                ("challenged_at", models.DateTimeField(null=True, verbose_name="最近用过的口令的时间")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "设备",
                "indexes": [models.Index(fields=["account", "sealed_at"], name="device_account")],
            },
        ),
        migrations.CreateModel(
            name="CardLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("child_key", models.UUIDField(db_index=True, verbose_name="儿童编号")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.auditentry",
                        verbose_name="审计记录",
                    ),
                ),
            ],
            options={
                "verbose_name": "卡片查阅",
            },
        ),
        AppendOnly("access_cardlook"),
    ]
