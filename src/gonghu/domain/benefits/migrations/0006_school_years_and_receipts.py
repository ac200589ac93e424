"""Students of a school year with their proofs, and receipts of what was handed over."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0005_endings_and_other_help"),
        ("people", "0006_cards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                ("lot", models.UUIDField(verbose_name="同批登记")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("fund", models.CharField(blank=True, max_length=40, verbose_name="资金来源")),
                ("signed_by", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="签收人")),
                ("relation", models.CharField(max_length=40, verbose_name="与儿童的关系")),
                ("received_on", models.DateField(verbose_name="签收日期")),
                ("handed_by", models.CharField(max_length=100, verbose_name="发放人")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="凭据")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=200, verbose_name="撤回原因")),
            ],
            options={
                "verbose_name": "签收",
            },
        ),
        migrations.CreateModel(
            name="SchoolProof",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("REGISTER", "学籍名册或档案登记"),
                            ("PAPER", "学校在读证明"),
                            ("APPLICATION", "申请时已交"),
                        ],
                        max_length=12,
                        verbose_name="来源",
                    ),
                ),
                ("school", models.CharField(max_length=100, verbose_name="学校")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("PRESCHOOL", "学前"),
                            ("PRIMARY", "小学"),
                            ("JUNIOR", "初中"),
                            ("SENIOR", "普通高中"),
                            ("VOCATIONAL", "中等职业学校"),
                            ("COLLEGE", "高等学校"),
                            ("SPECIAL", "特殊教育"),
                            ("NONE", "未入学"),
                            ("OTHER", "其他"),
                        ],
                        max_length=16,
                        verbose_name="阶段",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="证明起始日期")),
                ("to_on", models.DateField(verbose_name="证明截止日期")),
                ("evidence", models.CharField(max_length=300, verbose_name="依据")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("label", models.CharField(max_length=100, verbose_name="登记人姓名和岗位")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=200, verbose_name="撤回原因")),
            ],
            options={
                "verbose_name": "在读证明",
            },
        ),
        migrations.CreateModel(
            name="SchoolStudent",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("line", models.CharField(max_length=64, verbose_name="项目")),
                ("from_month", models.DateField(verbose_name="学年起始月")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("EARLIER", "已资助过"),
                            ("RECOGNISED", "十八周岁前认定，现已成年"),
                            ("BY_HAND", "工作人员列入"),
                        ],
                        max_length=12,
                        verbose_name="列入理由",
                    ),
                ),
                ("task_key", models.UUIDField(null=True, verbose_name="任务编号")),
                ("left_reason", models.CharField(blank=True, max_length=200, verbose_name="本学年不享受的原因")),
                ("left_at", models.DateTimeField(null=True, verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "助学对象",
            },
        ),
        migrations.AddField(
            model_name="receipt",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="benefits.batch", verbose_name="批次"
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.child", verbose_name="儿童"
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="entered_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="listed",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="benefits.batchchild",
                verbose_name="批次名单",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="withdrawn_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤回人",
            ),
        ),
        migrations.AddField(
            model_name="schoolproof",
            name="entered_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="schoolproof",
            name="withdrawn_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤回人",
            ),
        ),
        migrations.AddField(
            model_name="schoolstudent",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.child", verbose_name="儿童"
            ),
        ),
        migrations.AddField(
            model_name="schoolstudent",
            name="left_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="schoolstudent",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="benefits.schoolround",
                verbose_name="助学轮次",
            ),
        ),
        migrations.AddField(
            model_name="schoolproof",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="benefits.schoolstudent",
                verbose_name="助学对象",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["division_code", "uuid"], name="receipt_place"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)), fields=("listed",), name="receipt_once_a_child"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="receipt_of_money"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True), models.Q(("withdrawn_reason", ""), _negated=True), _connector="OR"
                ),
                name="receipt_withdrawn_for_why",
            ),
        ),
        migrations.AddIndex(
            model_name="schoolstudent",
            index=models.Index(fields=["division_code", "uuid"], name="school_student_place"),
        ),
        migrations.AddIndex(
            model_name="schoolstudent",
            index=models.Index(fields=["round", "division_code", "uuid"], name="school_student_round"),
        ),
        migrations.AddConstraint(
            model_name="schoolstudent",
            constraint=models.UniqueConstraint(
                fields=("child", "line", "from_month"), name="school_student_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolstudent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_at__isnull", True), ("left_reason", "")),
                    models.Q(models.Q(("left_reason", ""), _negated=True), ("left_at__isnull", False)),
                    _connector="OR",
                ),
                name="school_student_left_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolproof",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))), name="school_proof_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolproof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True), models.Q(("withdrawn_reason", ""), _negated=True), _connector="OR"
                ),
                name="school_proof_withdrawn_for_why",
            ),
        ),
    ]
