"""Invitations to bind a WeChat, and what is bound."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="WechatInvitation",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("digest", models.BinaryField(max_length=16, unique=True, verbose_name="散列")),
                ("made_by", models.CharField(max_length=64, verbose_name="制作人")),
                ("made_at", models.DateTimeField(verbose_name="制作时间")),
                ("ends_at", models.DateTimeField(verbose_name="有效期至")),
                ("used_at", models.DateTimeField(null=True, verbose_name="使用时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "微信绑定邀请",
            },
        ),
        migrations.CreateModel(
            name="WechatBinding",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("openid_digest", models.BinaryField(max_length=16, verbose_name="微信用户散列")),
                ("bound_at", models.DateTimeField(verbose_name="绑定时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="解除时间")),
                ("ticket_digest", models.CharField(max_length=64, null=True, unique=True, verbose_name="凭票散列")),
                ("ticket_ends_at", models.DateTimeField(null=True, verbose_name="凭票有效期至")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "微信绑定",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("account",),
                        name="one_wechat_of_an_account",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("openid_digest",),
                        name="one_account_of_a_wechat",
                    ),
                ],
            },
        ),
    ]
