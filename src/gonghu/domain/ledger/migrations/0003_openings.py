"""What grants were given before this system paid them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0004_decisions_and_grants"),
        ("ledger", "0002_budgets_and_help"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "grant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="benefits.grant",
                        verbose_name="待遇",
                    ),
                ),
                ("since_month", models.DateField(null=True, verbose_name="原起始月份")),
                ("through_month", models.DateField(verbose_name="原渠道发至月份")),
                ("told_fen", models.BigIntegerField(null=True, verbose_name="原月发金额（分）")),
                ("source_key", models.UUIDField(db_index=True, verbose_name="来源编号")),
                ("source", models.CharField(max_length=300, verbose_name="来源")),
            ],
            options={
                "verbose_name": "期初",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since_month__isnull", True),
                            ("since_month__lte", models.F("through_month")),
                            _connector="OR",
                        ),
                        name="opening_in_order",
                    )
                ],
            },
        ),
    ]
