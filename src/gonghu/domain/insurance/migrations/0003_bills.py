"""Medical bills of insured children."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0002_referrals_and_keying"),
        ("people", "0006_cards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MedicalBill",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(max_length=16, verbose_name="类别")),
                ("charged_fen", models.BigIntegerField(verbose_name="医疗总费用（分）")),
                ("basic_fen", models.BigIntegerField(verbose_name="基本医保支付（分）")),
                ("illness_fen", models.BigIntegerField(verbose_name="大病保险支付（分）")),
                ("aid_fen", models.BigIntegerField(verbose_name="医疗救助支付（分）")),
                ("other_fen", models.BigIntegerField(default=0, verbose_name="其他支付（分）")),
                ("source", models.CharField(max_length=300, verbose_name="来源")),
                ("task_key", models.UUIDField(null=True, verbose_name="任务编号")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=200, verbose_name="撤回原因")),
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
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.enrolmentline",
                        verbose_name="参保人员",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤回人",
                    ),
                ),
            ],
            options={
                "verbose_name": "医疗费用结算",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="medical_bill_place")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("line",),
                        name="medical_bill_once_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("aid_fen__gte", 0),
                            ("basic_fen__gte", 0),
                            ("charged_fen__gt", 0),
                            ("illness_fen__gte", 0),
                            ("other_fen__gte", 0),
                        ),
                        name="medical_bill_of_money",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "charged_fen__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("basic_fen"), "+", models.F("illness_fen")
                                        ),
                                        "+",
                                        models.F("aid_fen"),
                                    ),
                                    "+",
                                    models.F("other_fen"),
                                ),
                            )
                        ),
                        name="medical_bill_not_overpaid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="medical_bill_withdrawn_for_why",
                    ),
                ],
            },
        ),
    ]
