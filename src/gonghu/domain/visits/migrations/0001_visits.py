"""Visits."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0005_devices"),
        ("people", "0006_cards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="类别（儿童）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("FIRST", "首次走访"),
                            ("REGULAR", "定期走访"),
                            ("HOLIDAY", "节假日走访"),
                            ("SAFETY", "安全检查"),
                            ("ENTRUSTED", "委托照护核查"),
                            ("COLLECTION", "信息采集"),
                            ("PROBLEMS", "问题核对"),
                            ("OTHER", "其他走访"),
                        ],
                        max_length=12,
                        verbose_name="走访种类",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("MET", "见到儿童"),
                            ("NOT_AT_HOME", "未在家"),
                            ("MOVED", "已搬走"),
                            ("REFUSED", "家庭不同意"),
                        ],
                        max_length=12,
                        verbose_name="走访结果",
                    ),
                ),
                ("visited_on", models.DateField(verbose_name="走访日期")),
                ("household", models.UUIDField(verbose_name="家庭户")),
                ("accepted_at", models.DateTimeField(verbose_name="入档时间")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="走访人",
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
                    "replaced_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.visit",
                        verbose_name="取代它的走访",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.post",
                        verbose_name="走访岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "走访",
                "indexes": [
                    models.Index(fields=["division_code", "uuid"], name="visit_division"),
                    models.Index(fields=["division_code", "visited_on"], name="visit_division_day"),
                    models.Index(
                        condition=models.Q(("outcome", "MET"), ("replaced_by", None)),
                        fields=["child", "visited_on"],
                        name="visit_met",
                    ),
                ],
            },
        ),
    ]
