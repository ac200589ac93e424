"""What runs change, and how many findings villages and counties have."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "__first__"),
        ("policies", "0002_findings"),
    ]

    operations = [
        migrations.CreateModel(
            name="FindingTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("policy", models.CharField(max_length=64, verbose_name="政策代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="儿童类别")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "待核实"),
                            ("CONFIRMED", "已核实属实"),
                            ("REFUTED", "核实不属实"),
                            ("RECOGNISED", "已认定"),
                            ("SETTLED", "已解决"),
                            ("GONE", "不再发现"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "尚未核实"),
                            ("CONFIRMED", "属实"),
                            ("PARTLY", "部分属实"),
                            ("REFUTED", "不属实"),
                            ("NOT_FOUND", "查无此人"),
                            ("MOVED", "已迁出"),
                        ],
                        max_length=16,
                        verbose_name="核实结论",
                    ),
                ),
                ("findings", models.BigIntegerField(verbose_name="问题数")),
                ("stake_fen", models.BigIntegerField(verbose_name="每月涉及金额（分）")),
            ],
            options={
                "verbose_name": "村级问题汇总",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("division_code", "policy", "category", "state", "verdict"), name="findingtally_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CountyTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("policy", models.CharField(max_length=64, verbose_name="政策代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="儿童类别")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "待核实"),
                            ("CONFIRMED", "已核实属实"),
                            ("REFUTED", "核实不属实"),
                            ("RECOGNISED", "已认定"),
                            ("SETTLED", "已解决"),
                            ("GONE", "不再发现"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "尚未核实"),
                            ("CONFIRMED", "属实"),
                            ("PARTLY", "部分属实"),
                            ("REFUTED", "不属实"),
                            ("NOT_FOUND", "查无此人"),
                            ("MOVED", "已迁出"),
                        ],
                        max_length=16,
                        verbose_name="核实结论",
                    ),
                ),
                ("findings", models.BigIntegerField(verbose_name="问题数")),
                ("stake_fen", models.BigIntegerField(verbose_name="每月涉及金额（分）")),
            ],
            options={
                "verbose_name": "县级问题汇总",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("division_code", "policy", "category", "state", "verdict"), name="countytally_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "turn",
                    models.CharField(
                        choices=[
                            ("CHANGED", "事实有变化"),
                            ("EVIDENCE", "证据有变化"),
                            ("RETURNED", "再次发现"),
                            ("GONE", "不再发现"),
                        ],
                        max_length=16,
                        verbose_name="变动",
                    ),
                ),
                (
                    "state_before",
                    models.CharField(
                        choices=[
                            ("OPEN", "待核实"),
                            ("CONFIRMED", "已核实属实"),
                            ("REFUTED", "核实不属实"),
                            ("RECOGNISED", "已认定"),
                            ("SETTLED", "已解决"),
                            ("GONE", "不再发现"),
                        ],
                        max_length=16,
                        verbose_name="此前状态",
                    ),
                ),
                (
                    "state_after",
                    models.CharField(
                        choices=[
                            ("OPEN", "待核实"),
                            ("CONFIRMED", "已核实属实"),
                            ("REFUTED", "核实不属实"),
                            ("RECOGNISED", "已认定"),
                            ("SETTLED", "已解决"),
                            ("GONE", "不再发现"),
                        ],
                        max_length=16,
                        verbose_name="此后状态",
                    ),
                ),
                (
                    "verdict_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "尚未核实"),
                            ("CONFIRMED", "属实"),
                            ("PARTLY", "部分属实"),
                            ("REFUTED", "不属实"),
                            ("NOT_FOUND", "查无此人"),
                            ("MOVED", "已迁出"),
                        ],
                        max_length=16,
                        verbose_name="此前核实结论",
                    ),
                ),
                ("verified_before", models.DateTimeField(null=True, verbose_name="此前核实时间")),
                ("evidence_hash_before", models.CharField(max_length=32, verbose_name="此前证据摘要")),
                (
                    "evidence_run_before",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="此前证据",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.finding",
                        verbose_name="问题",
                    ),
                ),
                (
                    "last_run_before",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="此前最近发现",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="比对",
                    ),
                ),
                (
                    "told_before",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.toldreason",
                        verbose_name="此前理由",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题变动",
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("event", models.CharField(max_length=64, verbose_name="事件")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("role", models.CharField(max_length=8, verbose_name="关于")),
                ("before", models.CharField(blank=True, max_length=100, verbose_name="此前")),
                ("after", models.CharField(blank=True, max_length=100, verbose_name="此后")),
                ("due_on", models.DateField(null=True, verbose_name="日期")),
                (
                    "sealed",
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
                        max_length=32,
                        verbose_name="密级",
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
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.run",
                        verbose_name="比对",
                    ),
                ),
            ],
            options={
                "verbose_name": "变化",
                "indexes": [models.Index(fields=["run", "division_code"], name="change_run_place")],
            },
        ),
    ]
