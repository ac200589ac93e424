"""Wishes and needs, with what happened to them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_budgets_and_help"),
        ("organisations", "0002_stations_and_contracts"),
        ("visits", "0005_tallies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wish",
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
                            ("WISH", "微心愿"),
                            ("SUBSIDY", "申请补贴"),
                            ("SCHOOLING", "上学"),
                            ("DOCTOR", "看病"),
                            ("REHABILITATION", "康复"),
                            ("COMPANY", "陪伴辅导"),
                            ("WORK", "家长找工作"),
                            ("REPAIR", "修房换电"),
                            ("LAW", "法律帮助"),
                            ("OTHER", "其他需要"),
                        ],
                        default="WISH",
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="心愿")),
                ("made_on", models.DateField(verbose_name="说出日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "待认领"),
                            ("TAKEN", "已认领"),
                            ("FULFILLED", "已实现"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        default="OPEN",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("taker", models.CharField(blank=True, max_length=100, verbose_name="认领方")),
                ("taken_on", models.DateField(null=True, verbose_name="认领日期")),
                ("due_on", models.DateField(null=True, verbose_name="约定日期")),
                ("told", models.CharField(blank=True, max_length=200, verbose_name="给捐助人看的内容")),
                ("settled_on", models.DateField(null=True, verbose_name="实现日期")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
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
                    "help_given",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.helpreceived",
                        verbose_name="社会帮扶",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="认领机构",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.visit",
                        verbose_name="走访",
                    ),
                ),
            ],
            options={
                "verbose_name": "微心愿",
            },
        ),
        migrations.CreateModel(
            name="WishStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("TAKEN", "认领"),
                            ("GIVEN_BACK", "退回待认领"),
                            ("FULFILLED", "交付"),
                            ("WITHDRAWN", "撤回"),
                            ("RELEASED", "放入捐助清单"),
                            ("KEPT_BACK", "移出捐助清单"),
                        ],
                        max_length=12,
                        verbose_name="动作",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor", models.CharField(max_length=120, verbose_name="操作人")),
                ("account", models.UUIDField(null=True, verbose_name="操作账号")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                (
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.wish",
                        verbose_name="微心愿",
                    ),
                ),
            ],
            options={
                "verbose_name": "心愿过程",
            },
        ),
        migrations.AddIndex(
            model_name="wish",
            index=models.Index(fields=["division_code", "uuid"], name="wish_division"),
        ),
        migrations.AddIndex(
            model_name="wish",
            index=models.Index(
                condition=models.Q(("state__in", ["OPEN", "TAKEN"])),
                fields=["division_code", "made_on"],
                name="wish_unsettled",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(fields=("visit", "kind"), name="wish_once_per_visit"),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "TAKEN"), _negated=True),
                    models.Q(models.Q(("taker", ""), _negated=True), ("due_on__isnull", False)),
                    _connector="OR",
                ),
                name="wish_taken_whole",
            ),
        ),
    ]
