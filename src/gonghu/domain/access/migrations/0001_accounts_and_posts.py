"""Accounts, attempts, cards and posts."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_stations_and_contracts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sign_in_name", models.CharField(max_length=64, unique=True, verbose_name="登录名")),
                ("display_name", models.CharField(max_length=50, verbose_name="姓名")),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="所属区划")),
                (
                    "phone",
                    gonghu.foundation.encryption.fields.EncryptedText(blank=True, null=True, verbose_name="手机号"),
                ),
                (
                    "phone_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        db_index=True, last=None, null=True, of="phone", purpose="phone", verbose_name="手机号索引"
                    ),
                ),
                ("disabled_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                ("must_change_password", models.BooleanField(default=True, verbose_name="须修改密码")),
                ("session_epoch", models.PositiveIntegerField(default=0, verbose_name="会话代数")),
            ],
            options={
                "verbose_name": "账号",
            },
        ),
        migrations.CreateModel(
            name="AttemptCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="对象散列")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="失败次数")),
                ("since_at", models.DateTimeField(verbose_name="起算时间")),
            ],
            options={
                "verbose_name": "失败次数",
            },
        ),
        migrations.CreateModel(
            name="LoginCard",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="散列")),
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
                "verbose_name": "登录卡",
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("PROVINCE_OFFICER", "省级工作人员"),
                            ("CITY_OFFICER", "市级工作人员"),
                            ("DISTRICT_OFFICER", "区县工作人员"),
                            ("CHILD_COMMISSIONER", "区级儿童工作专员"),
                            ("TOWN_SUPERVISOR", "儿童督导员"),
                            ("VILLAGE_DIRECTOR", "儿童主任"),
                            ("CENTRE_WORKER", "未成年人救助保护中心工作人员"),
                            ("INSTITUTION_WORKER", "儿童福利机构工作人员"),
                            ("AGENCY_SOCIAL_WORKER", "机构社工"),
                            ("COUNSELLOR", "心理咨询师"),
                            ("VOLUNTEER", "志愿者"),
                            ("FINANCE_OFFICER", "财务人员"),
                            ("REVIEWER", "审核人员"),
                            ("AUDITOR", "审计人员"),
                            ("TECHNICIAN", "技术人员"),
                        ],
                        max_length=32,
                        verbose_name="角色",
                    ),
                ),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="区划代码")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "岗位",
                "abstract": False,
            },
        ),
    ]
