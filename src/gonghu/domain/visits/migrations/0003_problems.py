"""Problems and their steps."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_cards"),
        ("tasks", "0002_orders"),
        ("visits", "0002_contacts_and_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Problem",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="类别（儿童）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=64, verbose_name="题目")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LIFE", "生活保障"),
                            ("MEDICAL", "医疗"),
                            ("EDUCATION", "就学"),
                            ("REHABILITATION", "康复"),
                            ("GUARDIANSHIP", "监护照护"),
                            ("HOME_SAFETY", "居家安全"),
                            ("MIND", "心理"),
                            ("REGISTRATION", "户籍"),
                            ("OTHER", "其他"),
                        ],
                        max_length=16,
                        verbose_name="问题种类",
                    ),
                ),
                ("words", models.TextField(verbose_name="问题")),
                ("found_on", models.DateField(verbose_name="发现日期")),
                ("due_on", models.DateField(verbose_name="整改期限")),
                ("responsible", models.CharField(max_length=100, verbose_name="责任单位")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "整改中"),
                            ("ANSWERED", "已答复，待复查"),
                            ("RECHECK", "复查未过，继续整改"),
                            ("CLOSED", "已销号"),
                        ],
                        default="OPEN",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("evidence", models.TextField(blank=True, verbose_name="依据")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="销号时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
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
                (
                    "rechecked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复查人",
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
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.visit",
                        verbose_name="走访",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题",
            },
        ),
        migrations.CreateModel(
            name="ProblemStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("FOUND", "发现"),
                            ("ANSWERED", "答复"),
                            ("NOT_SOLVED", "复查未过"),
                            ("SOLVED", "复查通过，销号"),
                            ("REOPENED", "重新整改"),
                            ("SEEN", "上门查看"),
                        ],
                        max_length=12,
                        verbose_name="动作",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor", models.CharField(max_length=120, verbose_name="操作人")),
                ("account", models.UUIDField(null=True, verbose_name="操作账号")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("evidence", models.TextField(blank=True, verbose_name="依据")),
                ("submission", models.UUIDField(null=True, verbose_name="填报")),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.problem",
                        verbose_name="问题",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题过程",
            },
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(fields=["division_code", "uuid"], name="problem_division"),
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(
                condition=models.Q(("state", "CLOSED"), _negated=True),
                fields=["division_code", "due_on"],
                name="problem_unsolved",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True), fields=("visit", "code"), name="problem_once_per_visit"
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CLOSED"), _negated=True),
                    models.Q(
                        ("closed_at__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                        models.Q(("rechecked_by", models.F("answered_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="problem_closed_by_another",
            ),
        ),
        AppendOnly("visits_problemstep"),
    ]
