"""Divisions, their changes, and who followed whom."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DivisionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("RENAMED", "更名"),
                            ("SPLIT", "分设"),
                            ("MERGED", "合并"),
                            ("MOVED", "改隶或变更代码"),
                            ("CREATED", "设立"),
                            ("ABOLISHED", "撤销"),
                        ],
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="文号")),
                ("is_waiting", models.BooleanField(default=False, verbose_name="尚未随迁")),
            ],
            options={
                "verbose_name": "区划变更",
                "indexes": [
                    models.Index(fields=["is_waiting", "effective_on"], name="division_change_waiting"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Division",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12, verbose_name="代码")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(2, "省级"), (4, "地级"), (6, "县级"), (9, "乡级"), (12, "村级")], verbose_name="层级"
                    ),
                ),
                ("parent_code", models.CharField(blank=True, max_length=12, verbose_name="上级代码")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("pinyin", models.CharField(max_length=400, verbose_name="拼音")),
                ("initials", models.CharField(max_length=100, verbose_name="首字母")),
                ("grouping", models.BooleanField(default=False, verbose_name="只作分组")),
                ("statistical_unit", models.BooleanField(default=False, verbose_name="类似乡级单位")),
                ("valid_from", models.DateField(null=True, verbose_name="起")),
                ("valid_to", models.DateField(null=True, verbose_name="止（含当日）")),
            ],
            options={
                "verbose_name": "行政区划",
                "indexes": [
                    models.Index(fields=["code"], name="division_code"),
                    models.Index(fields=["level", "code"], name="division_level"),
                    models.Index(fields=["parent_code", "code"], name="division_parent"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)), fields=("code",), name="division_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lte", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="division_begins_before_it_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DivisionSuccession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_code", models.CharField(blank=True, max_length=12, verbose_name="原代码")),
                ("to_code", models.CharField(blank=True, max_length=12, verbose_name="新代码")),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successions",
                        to="divisions.divisionchange",
                        verbose_name="变更",
                    ),
                ),
            ],
            options={
                "verbose_name": "承继",
                "indexes": [
                    models.Index(fields=["from_code", "effective_on"], name="succession_from"),
                    models.Index(fields=["to_code", "effective_on"], name="succession_to"),
                ],
            },
        ),
    ]
