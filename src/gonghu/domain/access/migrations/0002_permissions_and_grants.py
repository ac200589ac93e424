"""Assignments, grants, permissions, second factors."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [("access", "0001_accounts_and_posts")]

    operations = [
        migrations.CreateModel(
            name="ChildAssignment",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("child_key", models.UUIDField(db_index=True, verbose_name="儿童编号")),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.servicecontract",
                        verbose_name="合同",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.post",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "指派儿童",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AccessGrant",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="区划范围")),
                ("categories", models.JSONField(blank=True, default=list, verbose_name="儿童类别（空为全部）")),
                ("purpose", models.CharField(max_length=200, verbose_name="目的")),
                ("until_on", models.DateField(verbose_name="有效期至（含当日）")),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("signed_at", models.DateTimeField(null=True, verbose_name="批准时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="撤销（拒绝）时间")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤销（拒绝）人",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.post",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "授权",
            },
        ),
        migrations.CreateModel(
            name="RolePermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "permission",
                    models.CharField(
                        choices=[
                            ("SEE_CHILDREN", "查看儿童档案"),
                            ("UNMASK", "查看未脱敏内容"),
                            ("EDIT_CHILDREN", "维护儿童档案"),
                            ("RECORD_VISITS", "登记走访"),
                            ("SEE_TASKS", "查看任务"),
                            ("ASSIGN_TASKS", "分派任务"),
                            ("IMPORT_ROSTERS", "导入名册"),
                            ("REVIEW_LINKS", "人工核对"),
                            ("RUN_SCREENING", "运行比对"),
                            ("RECOGNISE_FIRST", "认定初审"),
                            ("RECOGNISE_SECOND", "认定复核"),
                            ("RECEIVE_APPLICATIONS", "受理待遇申请"),
                            ("CHECK_APPLICATIONS", "查验待遇申请"),
                            ("CONFIRM_APPLICATIONS", "确认待遇"),
                            ("SEE_MONEY", "查看待遇和发放"),
                            ("PREPARE_PAYMENT", "编制发放"),
                            ("CHECK_PAYMENT", "复核发放"),
                            ("APPROVE_PAYMENT", "审批发放"),
                            ("RELEASE_PAYMENT", "拨付发放"),
                            ("MANAGE_BUDGETS", "维护资金和预算"),
                            ("MANAGE_INSURANCE", "办理参保和转介"),
                            ("EXPORT", "导出"),
                            ("PUBLISH", "发布"),
                            ("SEE_SEALED_HIV", "查看艾滋病病毒感染情况"),
                            ("SEE_SEALED_PRISON", "查看服刑情况"),
                            ("SEE_SEALED_DETOX", "查看强制隔离戒毒情况"),
                            ("SEE_SEALED_ADOPTION", "查看收养情况"),
                            ("SEE_SEALED_REPORTER", "查看报告人"),
                            ("SEE_SEALED_PROTECTED_ADDRESS", "查看受保护地址"),
                            ("SEE_FIGURES", "查看汇总数字"),
                            ("APPROVE_ACCESS", "审批授权"),
                            ("READ_AUDIT", "查看审计"),
                            ("MANAGE_ACCOUNTS", "管理账号和岗位"),
                            ("MAKE_CARDS", "制作登录卡"),
                            ("MANAGE_ORGANISATIONS", "管理机构"),
                            ("MANAGE_DIVISIONS", "维护行政区划"),
                            ("SET_RULES", "维护参数"),
                            ("OPERATE_SYSTEM", "系统运维"),
                        ],
                        max_length=32,
                        verbose_name="权限",
                    ),
                ),
            ],
            options={
                "verbose_name": "角色权限",
                "constraints": [
                    models.UniqueConstraint(fields=("role", "permission"), name="role_permission_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ["AUDITOR", "TECHNICIAN"]), _negated=True),
                            (
                                "permission__in",
                                [
                                    "MANAGE_DIVISIONS",
                                    "MANAGE_ORGANISATIONS",
                                    "OPERATE_SYSTEM",
                                    "READ_AUDIT",
                                    "SEE_FIGURES",
                                    "SET_RULES",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="blind_roles_see_no_child",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("secret", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="密钥")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="启用时间")),
                ("last_step", models.BigIntegerField(default=0, verbose_name="上次口令的时段")),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "动态口令",
            },
        ),
    ]
