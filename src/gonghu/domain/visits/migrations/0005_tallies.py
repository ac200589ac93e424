"""How far the counties had come with a list in the night (走访覆盖汇总)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of tallies."""

    dependencies = [("visits", "0004_lists")]

    operations = [
        migrations.CreateModel(
            name="CoverageTally",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("listed", models.BigIntegerField(verbose_name="名单人数")),
                ("met", models.BigIntegerField(verbose_name="已见到")),
                ("excepted", models.BigIntegerField(verbose_name="有例外原因")),
                ("tried", models.BigIntegerField(verbose_name="上门未见")),
                ("households", models.BigIntegerField(verbose_name="名单户数")),
                ("households_met", models.BigIntegerField(verbose_name="走访户数")),
                ("late", models.BigIntegerField(verbose_name="名单外见到")),
                ("visits", models.BigIntegerField(verbose_name="走访人次")),
                ("counted_at", models.DateTimeField(verbose_name="汇总时间")),
                (
                    "coverage_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="visits.coveragelist",
                        verbose_name="走访名单",
                    ),
                ),
            ],
            options={
                "verbose_name": "走访覆盖汇总",
                "constraints": [
                    models.UniqueConstraint(fields=("coverage_list", "division_code"), name="coverage_tally_once")
                ],
            },
        ),
    ]
