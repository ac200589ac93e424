"""How many open tasks towns have (任务时效汇总)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of tallies."""

    dependencies = [("tasks", "0002_orders")]

    operations = [
        migrations.CreateModel(
            name="TaskTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(max_length=12, verbose_name="乡镇（街道）代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("VERIFY_LEAD", "核实线索"),
                            ("RECOGNISE_FIRST", "认定初审"),
                            ("RECOGNISE_SECOND", "认定复核"),
                            ("REVIEW_LINKS", "人工核对"),
                            ("REVIEW_CATEGORY", "定期复核"),
                            ("FIRST_VISIT", "首次走访"),
                            ("COMPLETE_FILE", "补全档案"),
                            ("MEND_PROBLEM", "整改问题"),
                            ("RECHECK_PROBLEM", "复查问题"),
                            ("CHECK_APPLICATION", "查验申请"),
                            ("CONFIRM_APPLICATION", "确认申请"),
                            ("SUPPLY_PAPERS", "补交材料"),
                            ("TELL_APPLICANT", "告知申请人"),
                            ("REVIEW_BENEFIT", "复核待遇"),
                            ("HARM_REPORT", "侵害线索"),
                            ("CALL_BACK", "求助回拨"),
                            ("LATE_WISH", "催办心愿"),
                            ("OTHER", "其他"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("age", models.PositiveSmallIntegerField(verbose_name="时效")),
                ("tasks", models.BigIntegerField(verbose_name="任务数")),
                ("counted_at", models.DateTimeField(verbose_name="汇总时间")),
            ],
            options={
                "verbose_name": "任务时效汇总",
                "constraints": [
                    models.UniqueConstraint(fields=("division_code", "kind", "age"), name="task_tally_once")
                ],
            },
        ),
    ]
