"""Purposes, consents, how long records are kept, and what was decided about them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_tenures_and_emergencies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Purpose",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="登记单位所在区划")),
                ("title", models.CharField(max_length=100, verbose_name="处理目的")),
                (
                    "legal_basis",
                    models.CharField(
                        choices=[
                            ("STATUTORY_DUTY", "履行法定职责（第十三条第三项）"),
                            ("EMERGENCY", "紧急情况下保护生命健康和财产安全（第十三条第四项）"),
                            ("CONSENT", "取得同意（第十三条第一项）"),
                        ],
                        max_length=16,
                        verbose_name="法律基础",
                    ),
                ),
                ("article", models.CharField(max_length=200, verbose_name="依据条款")),
                ("facts", models.CharField(max_length=300, verbose_name="处理的信息种类")),
                ("recipients", models.CharField(blank=True, max_length=300, verbose_name="提供给谁")),
                ("assessed_on", models.DateField(null=True, verbose_name="影响评估日期")),
                ("assessment", models.CharField(blank=True, max_length=200, verbose_name="影响评估报告")),
            ],
            options={
                "verbose_name": "处理目的",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="access_purpose_dates",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_on__isnull", True)),
                        fields=("division_code", "title"),
                        name="purpose_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assessed_on__isnull", True), models.Q(("assessment", ""), _negated=True), _connector="OR"
                        ),
                        name="purpose_assessment_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                (
                    "record_kind",
                    models.CharField(
                        choices=[
                            ("CHILD_FILE", "已结案的儿童档案"),
                            ("DELIVERY", "部门报送的名册文件"),
                            ("ACCESS_GRANT", "已终止的授权"),
                            ("EMERGENCY", "紧急查阅记录"),
                            ("CONSENT", "已撤回的同意书"),
                        ],
                        max_length=16,
                        verbose_name="记录种类",
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(null=True, verbose_name="保存月数（空为永久）")),
                ("document", models.CharField(max_length=200, verbose_name="依据文件")),
            ],
            options={
                "verbose_name": "保存期限",
                "constraints": [
                    models.UniqueConstraint(fields=("division_code", "record_kind"), name="retention_rule_once"),
                    models.CheckConstraint(
                        condition=models.Q(("months__isnull", True), ("months__gte", 1), _connector="OR"),
                        name="retention_rule_months",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("child_key", models.UUIDField(db_index=True, verbose_name="儿童编号")),
                ("division_code", models.CharField(max_length=12, verbose_name="儿童所在区划")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("AGENCY", "向社会服务机构提供"),
                            ("DONOR", "向捐赠方、结对帮扶方提供"),
                            ("COUNSELLING", "心理测评与辅导"),
                            ("PHOTOGRAPH", "拍摄和使用照片"),
                            ("PUBLICITY", "宣传报道"),
                            ("RESEARCH", "用于研究"),
                        ],
                        max_length=24,
                        verbose_name="同意的事项",
                    ),
                ),
                (
                    "giver",
                    models.CharField(
                        choices=[("GUARDIAN", "监护人"), ("CHILD", "儿童本人（十四周岁以上）")],
                        max_length=12,
                        verbose_name="同意人",
                    ),
                ),
                ("giver_name", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="同意人姓名")),
                ("notice_version", models.CharField(max_length=40, verbose_name="告知书版本")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="书面材料")),
                ("given_on", models.DateField(verbose_name="同意日期")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("withdrawn_on", models.DateField(null=True, verbose_name="撤回日期")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记撤回的人",
                    ),
                ),
            ],
            options={
                "verbose_name": "同意书",
                "indexes": [models.Index(fields=["division_code", "child_key"], name="consent_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True), ("withdrawn_on__gte", models.F("given_on")), _connector="OR"
                        ),
                        name="consent_withdrawn_after",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("child_key", "scope"),
                        name="consent_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionDecision",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "record_kind",
                    models.CharField(
                        choices=[
                            ("CHILD_FILE", "已结案的儿童档案"),
                            ("DELIVERY", "部门报送的名册文件"),
                            ("ACCESS_GRANT", "已终止的授权"),
                            ("EMERGENCY", "紧急查阅记录"),
                            ("CONSENT", "已撤回的同意书"),
                        ],
                        max_length=16,
                        verbose_name="记录种类",
                    ),
                ),
                ("record_key", models.UUIDField(db_index=True, verbose_name="记录编号")),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="区划代码")),
                (
                    "choice",
                    models.CharField(
                        choices=[("KEEP", "继续保存"), ("ARCHIVE", "移交档案部门"), ("DESTROY", "同意销毁")],
                        max_length=12,
                        verbose_name="决定",
                    ),
                ),
                ("until_on", models.DateField(null=True, verbose_name="继续保存至")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("decided_at", models.DateTimeField(verbose_name="决定时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
                    ),
                ),
            ],
            options={
                "verbose_name": "到期处理决定",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "KEEP"), ("until_on__isnull", False)),
                            models.Q(models.Q(("choice", "KEEP"), _negated=True), ("until_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="retention_kept_until",
                    )
                ],
            },
        ),
    ]
