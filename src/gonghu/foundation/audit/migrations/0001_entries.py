"""The entries and heads of the audit chains; entries are append-only."""

import uuid

from django.db import migrations, models

from gonghu.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "chain",
                    models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name="链（区县代码）"),
                ),
                ("sequence", models.BigIntegerField(default=0, verbose_name="序号")),
                ("hash", models.CharField(blank=True, max_length=64, verbose_name="散列")),
            ],
            options={
                "verbose_name": "链头",
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("chain", models.CharField(max_length=6, verbose_name="链（区县代码）")),
                ("sequence", models.BigIntegerField(verbose_name="序号")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor", models.CharField(max_length=64, verbose_name="操作人")),
                ("post", models.UUIDField(null=True, verbose_name="岗位")),
                ("verb", models.CharField(max_length=64, verbose_name="动作")),
                ("subject_kind", models.CharField(max_length=64, verbose_name="对象类别")),
                ("subject_key", models.CharField(max_length=64, verbose_name="对象")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="目的")),
                ("detail", models.JSONField(default=dict, verbose_name="详情")),
                ("request", models.CharField(blank=True, max_length=64, verbose_name="请求")),
                ("previous_hash", models.CharField(blank=True, max_length=64, verbose_name="前一条的散列")),
                ("hash", models.CharField(max_length=64, verbose_name="散列")),
            ],
            options={
                "verbose_name": "审计记录",
                "indexes": [
                    models.Index(fields=["subject_key", "subject_kind", "at"], name="audit_entry_subject"),
                    models.Index(fields=["actor", "at"], name="audit_entry_actor"),
                ],
                "constraints": [models.UniqueConstraint(fields=("chain", "sequence"), name="audit_entry_place")],
            },
        ),
        AppendOnly("audit_auditentry"),
    ]
