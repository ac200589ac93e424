"""Steps of applications, and children of batches."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0002_applications"),
        ("people", "0006_cards"),
        ("policies", "0004_recognitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("DRAFT", "填写"),
                            ("RECEIVE", "受理"),
                            ("PUSH", "推送户籍地"),
                            ("PAPERS", "收到材料"),
                            ("CHECK", "查验通过"),
                            ("CONFIRM", "确认"),
                            ("REFUSE", "不予确认"),
                            ("SEND_BACK", "退回"),
                            ("WITHDRAW", "撤回"),
                            ("TELL", "告知申请人"),
                            ("CHASE", "催补材料"),
                        ],
                        max_length=16,
                        verbose_name="步骤",
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="办理人姓名和岗位")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                ("due_on", models.DateField(null=True, verbose_name="本步骤期限")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.application",
                        verbose_name="申请",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
            ],
            options={
                "verbose_name": "申请步骤",
            },
        ),
        migrations.CreateModel(
            name="BatchChild",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                (
                    "care_form",
                    models.CharField(
                        choices=[("SCATTERED", "社会散居"), ("INSTITUTION", "集中养育")],
                        default="SCATTERED",
                        max_length=12,
                        verbose_name="养育方式",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.batch",
                        verbose_name="批次",
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
            ],
            options={
                "verbose_name": "批次名单",
            },
        ),
        migrations.AddConstraint(
            model_name="batchchild",
            constraint=models.UniqueConstraint(fields=("batch", "child"), name="batch_child_once"),
        ),
        AppendOnly("benefits_applicationstep"),
    ]
