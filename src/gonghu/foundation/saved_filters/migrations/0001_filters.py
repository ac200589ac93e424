"""The filters that people keep."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("account", models.UUIDField(verbose_name="账号")),
                ("page", models.CharField(max_length=32, verbose_name="页面")),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("query", models.CharField(max_length=1000, verbose_name="条件")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
            ],
            options={
                "verbose_name": "常用筛选",
                "constraints": [models.UniqueConstraint(fields=("account", "page", "name"), name="saved_filter_name")],
            },
        ),
    ]
