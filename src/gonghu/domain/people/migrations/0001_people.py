"""The tables of the people."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, verbose_name="姓名")),
                ("former_name", models.CharField(blank=True, max_length=100, verbose_name="曾用名")),
                ("pinyin", models.CharField(blank=True, max_length=200, verbose_name="拼音")),
                ("initials", models.CharField(blank=True, max_length=50, verbose_name="拼音首字母")),
                (
                    "sex",
                    models.CharField(
                        choices=[("0", "未知"), ("1", "男"), ("2", "女"), ("9", "未说明")],
                        default="0",
                        max_length=1,
                        verbose_name="性别",
                    ),
                ),
                ("ethnic_group", models.CharField(blank=True, max_length=2, verbose_name="民族")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="死亡日期")),
                (
                    "without_number",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NOT_REGISTERED", "未办理户口登记"),
                            ("FOUNDLING", "查找不到生父母，身份待查"),
                            ("FOREIGN", "外国籍或无国籍"),
                            ("NOT_KNOWN", "有号码但尚未取得"),
                        ],
                        max_length=16,
                        verbose_name="无身份证号原因",
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="所在村（居）代码")),
                ("sealed_on", models.DateField(null=True, verbose_name="封存日期")),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="并入",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员",
            },
        ),
        migrations.CreateModel(
            name="CategoryAssignment",
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
                    "category",
                    models.CharField(
                        choices=[
                            ("ORPHAN", "孤儿"),
                            ("DEFACTO", "事实无人抚养儿童"),
                            ("HIV", "艾滋病病毒感染儿童"),
                            ("DESTITUTE", "特困未成年人"),
                            ("SEVERE", "重病重残儿童"),
                            ("POOR", "困境家庭儿童"),
                            ("GUARD", "监护困境未成年人"),
                            ("STREET", "流浪儿童"),
                            ("DIFFICULT", "困境儿童"),
                            ("LEFT_BEHIND", "农村留守儿童"),
                            ("MIGRANT", "流动儿童"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="依据文件")),
                ("evidence", models.TextField(blank=True, verbose_name="证据")),
                ("decided_at", models.DateTimeField(verbose_name="认定时间")),
                ("source_key", models.UUIDField(null=True, verbose_name="来源编号")),
                (
                    "state_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("LEAD", "线索"),
                            ("ON_FILE", "在档"),
                            ("RECOGNISED", "已认定"),
                            ("CLOSED", "已结案"),
                        ],
                        max_length=16,
                        verbose_name="认定前档案状态",
                    ),
                ),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="终止原因")),
                (
                    "end_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GROWN_UP", "年满十八周岁"),
                            ("DIED", "死亡"),
                            ("PARENTS_BACK", "父母恢复履行抚养职责"),
                            ("ADOPTED", "被收养"),
                            ("CONDITION_GONE", "不再符合认定条件"),
                            ("MISTAKEN", "认定有误"),
                            ("OTHER", "其他"),
                        ],
                        max_length=16,
                        verbose_name="终止原因种类",
                    ),
                ),
                (
                    "end_first_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出终止的人",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="终止人",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="初审人",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
            ],
            options={
                "verbose_name": "类别认定",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.person",
                        verbose_name="人员",
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="负责村（居）代码")),
                ("name", models.CharField(max_length=100, verbose_name="姓名")),
                ("pinyin", models.CharField(blank=True, max_length=200, verbose_name="拼音")),
                ("initials", models.CharField(blank=True, max_length=50, verbose_name="拼音首字母")),
                (
                    "given_name",
                    models.CharField(blank=True, db_default="", default="", max_length=100, verbose_name="名"),
                ),
                (
                    "given_pinyin",
                    models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="名的拼音"),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[("0", "未知"), ("1", "男"), ("2", "女"), ("9", "未说明")],
                        default="0",
                        max_length=1,
                        verbose_name="性别",
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ORPHAN", "孤儿"),
                            ("DEFACTO", "事实无人抚养儿童"),
                            ("HIV", "艾滋病病毒感染儿童"),
                            ("DESTITUTE", "特困未成年人"),
                            ("SEVERE", "重病重残儿童"),
                            ("POOR", "困境家庭儿童"),
                            ("GUARD", "监护困境未成年人"),
                            ("STREET", "流浪儿童"),
                            ("DIFFICULT", "困境儿童"),
                            ("LEFT_BEHIND", "农村留守儿童"),
                            ("MIGRANT", "流动儿童"),
                        ],
                        max_length=16,
                        verbose_name="主要类别",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("LEAD", "线索"), ("ON_FILE", "在档"), ("RECOGNISED", "已认定"), ("CLOSED", "已结案")],
                        max_length=16,
                        verbose_name="档案状态",
                    ),
                ),
                (
                    "risk_level",
                    models.CharField(
                        blank=True,
                        choices=[("EXTREME", "极高"), ("HIGH", "高"), ("MIDDLE", "中"), ("LOW", "低")],
                        max_length=16,
                        verbose_name="风险等级",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="建档日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="结案日期")),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GROWN_UP", "年满十八周岁"),
                            ("DIED", "死亡"),
                            ("ADOPTED", "被收养"),
                            ("MOVED_AWAY", "迁出本地"),
                            ("SETTLED", "困境解除"),
                            ("NOT_IN_NEED", "核实不属实"),
                            ("MERGED", "并入同一人的另一档案"),
                            ("OTHER", "其他"),
                        ],
                        max_length=16,
                        verbose_name="结案原因",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("SCREENING", "名册比对"),
                            ("BY_HAND", "人工登记"),
                            ("REPORT", "报告线索"),
                            ("ROLL", "在册名单导入"),
                        ],
                        max_length=16,
                        verbose_name="档案来源",
                    ),
                ),
                ("source_key", models.UUIDField(blank=True, null=True, verbose_name="来源编号")),
                ("sealed_on", models.DateField(null=True, verbose_name="封存日期")),
                (
                    "items_turn",
                    models.PositiveIntegerField(db_default=0, default=0, verbose_name="采集项目写入次数"),
                ),
            ],
            options={
                "verbose_name": "儿童档案",
            },
        ),
    ]
