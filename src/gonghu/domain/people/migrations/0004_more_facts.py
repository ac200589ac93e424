"""Schools, risk, former places, and what the tables refuse."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_merges")]

    operations = [
        migrations.CreateModel(
            name="Schooling",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ENROLLED", "在读"),
                            ("SUSPENDED", "休学"),
                            ("DROPPED_OUT", "辍学"),
                            ("GRADUATED", "毕业"),
                            ("NEVER", "未入学"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=100, verbose_name="学校")),
                ("form", models.CharField(blank=True, max_length=50, verbose_name="年级、班级")),
                ("boards", models.BooleanField(default=False, verbose_name="寄宿")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "source_key",
                    models.UUIDField(blank=True, db_index=True, editable=False, null=True, verbose_name="来源比对"),
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
                "verbose_name": "就学记录",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RiskAssessment",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("EXTREME", "极高"), ("HIGH", "高"), ("MIDDLE", "中"), ("LOW", "低")],
                        max_length=16,
                        verbose_name="风险等级",
                    ),
                ),
                ("scheme", models.CharField(max_length=50, verbose_name="评估方案")),
                ("reasons", models.CharField(max_length=1000, verbose_name="理由")),
                ("assessed_at", models.DateTimeField(verbose_name="评估时间")),
                (
                    "assessed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="评估人",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
            ],
            options={
                "verbose_name": "风险评估",
            },
        ),
        migrations.CreateModel(
            name="FormerPlace",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="迁移原因")),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
            ],
            options={
                "verbose_name": "原负责村（居）",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["division_code", "person"], name="child_place"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["name", "born_on"], name="child_name"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["given_name"], name="child_given_name"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["pinyin"], name="child_pinyin"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["given_pinyin"], name="child_given_pinyin"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["initials"], name="child_initials"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["category", "division_code", "person"], name="child_category"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["state", "division_code", "person"], name="child_state"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["risk_level", "division_code", "person"], name="child_risk"),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", False), ("state", "CLOSED")),
                    models.Q(models.Q(("state", "CLOSED"), _negated=True), ("closed_on__isnull", True)),
                    _connector="OR",
                ),
                name="child_closed_with_a_day",
            ),
        ),
        migrations.AddField(
            model_name="categoryassignment",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.child", verbose_name="儿童"
            ),
        ),
        migrations.AddField(
            model_name="carer",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.child", verbose_name="儿童"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("without_number", ""), _negated=True),
                fields=["name", "born_on"],
                name="person_without_number",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="person_merged"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("born_on__isnull", True),
                    ("died_on__isnull", True),
                    ("died_on__gte", models.F("born_on")),
                    _connector="OR",
                ),
                name="person_born_before_dying",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("uuid")), _negated=True),
                    _connector="OR",
                ),
                name="person_not_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_address_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="circumstance",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_circumstance_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="healthrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_healthrecord_dates",
            ),
        ),
    ]
