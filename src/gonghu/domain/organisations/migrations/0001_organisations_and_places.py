"""Organisations, their places, rooms and hours."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
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
                            ("DEPARTMENT", "部门"),
                            ("BUREAU", "民政局"),
                            ("COORDINATION_OFFICE", "未成年人保护工作协调机构办公室（未保办）"),
                            ("PROTECTION_CENTRE", "未成年人救助保护中心"),
                            ("WELFARE_INSTITUTION", "儿童福利机构"),
                            ("TOWN_STATION", "乡镇（街道）未成年人保护站"),
                            ("VILLAGE_STATION", "村（居）站"),
                            ("TOWN_GOVERNMENT", "乡镇人民政府（街道办事处）"),
                            ("VILLAGE_COMMITTEE", "村（居）民委员会"),
                            ("AGENCY", "社会工作服务机构"),
                            ("CHARITY", "慈善组织"),
                            ("POLICE_POST", "公安派出所"),
                            ("SCHOOL", "学校"),
                            ("HOSPITAL", "医疗机构"),
                        ],
                        max_length=32,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="区划代码")),
                (
                    "credit_code",
                    models.CharField(max_length=18, null=True, unique=True, verbose_name="统一社会信用代码"),
                ),
                ("duty_phone", models.CharField(blank=True, max_length=30, verbose_name="值班电话")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期（当日仍在）")),
            ],
            options={
                "verbose_name": "机构",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=("division_code", "kind", "name"),
                        name="organisation_once_in_a_division",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__range", (3, 54)), ("longitude__range", (73, 136))),
                            _connector="OR",
                        ),
                        name="organisation_within_china",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="区划代码")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                ("opened_on", models.DateField(verbose_name="启用日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="停用日期（当日仍在用）")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "场所",
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="星期")),
                ("opens", models.TimeField(verbose_name="开门")),
                ("closes", models.TimeField(verbose_name="关门")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.place",
                        verbose_name="场所",
                    ),
                ),
            ],
            options={
                "verbose_name": "开放时间",
                "ordering": ("weekday", "opens"),
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="名称")),
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("RECEPTION", "接待登记"),
                            ("COUNSELLING", "心理辅导"),
                            ("ACTIVITY", "文体活动"),
                            ("READING", "阅读"),
                            ("DORMITORY", "住宿"),
                            ("ISOLATION", "隔离观察"),
                            ("MEDICAL", "医疗保健"),
                            ("REHABILITATION", "康复训练"),
                            ("CLASSROOM", "教室"),
                            ("MEETING", "会议会商"),
                            ("OFFICE", "办公"),
                            ("STORE", "物资库房"),
                            ("OTHER", "其他"),
                        ],
                        max_length=16,
                        verbose_name="功能",
                    ),
                ),
                (
                    "area_square_metres",
                    models.DecimalField(decimal_places=2, max_digits=8, verbose_name="面积（平方米）"),
                ),
                ("capacity", models.PositiveIntegerField(default=0, verbose_name="可容纳人数")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.place",
                        verbose_name="场所",
                    ),
                ),
            ],
            options={
                "verbose_name": "功能室",
            },
        ),
    ]
