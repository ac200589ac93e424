"""What is known of people, and how two records are merged."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people")]

    operations = [
        migrations.CreateModel(
            name="Carer",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("PARENT", "父母照护"),
                            ("GUARDIAN", "其他监护人照护"),
                            ("ENTRUSTED", "委托照护"),
                            ("FOSTER", "家庭寄养"),
                            ("INSTITUTION", "机构养育"),
                            ("NONE", "无人照护"),
                        ],
                        max_length=16,
                        verbose_name="照护方式",
                    ),
                ),
                ("relation", models.CharField(blank=True, max_length=2, verbose_name="与儿童关系")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "carer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="照护人",
                    ),
                ),
            ],
            options={
                "verbose_name": "照护人",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("REGISTERED", "户籍地址"), ("LIVING", "现住地址")],
                        max_length=16,
                        verbose_name="地址种类",
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("detail", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="详细地址")),
                ("is_protected", models.BooleanField(default=False, verbose_name="受保护地址")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
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
                "verbose_name": "住址",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Circumstance",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("DEAD", "死亡"),
                            ("DECLARED_MISSING", "宣告失踪"),
                            ("SEVERE_DISABILITY", "重残"),
                            ("SEVERE_ILLNESS", "重病"),
                            ("IMPRISONED", "服刑在押"),
                            ("COMPULSORY_DETOX", "强制隔离戒毒"),
                            ("OTHER_LIBERTY", "被执行其他限制人身自由的措施"),
                            ("LOST_CONTACT", "失联"),
                            ("GUARDIANSHIP_REVOKED", "被撤销监护资格"),
                            ("DEPORTED", "被遣送（驱逐）出境"),
                            ("NOT_FOUND", "查找不到"),
                            ("AWAY_FOR_WORK", "外出务工"),
                            ("HIV_INFECTED", "艾滋病病毒感染"),
                            ("ADOPTED", "被收养"),
                            ("NORMAL", "能够履行监护抚养职责"),
                        ],
                        max_length=24,
                        verbose_name="情形",
                    ),
                ),
                (
                    "sealed_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("HIV", "艾滋病病毒感染"),
                            ("PRISON", "服刑"),
                            ("DETOX", "强制隔离戒毒"),
                            ("ADOPTION", "收养"),
                            ("REPORTER", "报告人"),
                            ("PROTECTED_ADDRESS", "受保护地址"),
                        ],
                        max_length=20,
                        verbose_name="密",
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据（文书、名册）")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
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
                "verbose_name": "情形",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HealthRecord",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("HEALTHY", "健康"),
                            ("DISABILITY", "残疾"),
                            ("ILLNESS", "重病或慢性病"),
                            ("HIV", "艾滋病病毒感染"),
                            ("INSURANCE", "医疗保险"),
                            ("OTHER", "其他"),
                        ],
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                ("disability_type", models.CharField(blank=True, max_length=1, verbose_name="残疾类别")),
                ("disability_grade", models.CharField(blank=True, max_length=1, verbose_name="残疾等级")),
                ("detail", models.CharField(blank=True, max_length=200, verbose_name="内容")),
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
                "verbose_name": "健康记录",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="户号")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                (
                    "hukou_type",
                    models.CharField(
                        blank=True,
                        choices=[("AGRICULTURAL", "农业"), ("NON_AGRICULTURAL", "非农业"), ("RESIDENT", "居民")],
                        max_length=20,
                        verbose_name="户口性质",
                    ),
                ),
            ],
            options={
                "verbose_name": "家庭户",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="household_place")],
            },
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("relation", models.CharField(blank=True, max_length=2, verbose_name="与户主关系")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                        verbose_name="家庭户",
                    ),
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
                "verbose_name": "家庭成员",
                "abstract": False,
            },
        ),
    ]
