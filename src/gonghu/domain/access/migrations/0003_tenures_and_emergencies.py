"""Tenures and emergencies, what the tables refuse, and what each role may do to begin with."""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gonghu.domain.access.terms import FIRST_PERMISSIONS
from gonghu.foundation.intervals import NoOverlap


def give_first_permissions(apps: Any, _schema_editor: Any) -> None:
    """Fill the table of permissions."""
    table = apps.get_model("access", "RolePermission")
    table.objects.bulk_create(
        table(role=role.value, permission=permission.value)
        for role, permissions in FIRST_PERMISSIONS.items()
        for permission in sorted(permissions)
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0002_permissions_and_grants")]

    operations = [
        migrations.CreateModel(
            name="Tenure",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.post",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("child_key", models.UUIDField(db_index=True, verbose_name="儿童编号")),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="儿童所在区划")),
                ("reason", models.TextField(verbose_name="理由")),
                ("opened_at", models.DateTimeField(verbose_name="开始时间")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="分钟数")),
                ("ends_at", models.DateTimeField(db_index=True, verbose_name="截止时间")),
                ("review_due_on", models.DateField(verbose_name="事后审批期限")),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="审批时间")),
                ("justified", models.BooleanField(null=True, verbose_name="理由成立")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="查阅人",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审批人",
                    ),
                ),
            ],
            options={
                "verbose_name": "紧急查阅",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (1, 240))), name="break_glass_four_hours"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviewed_by", models.F("account")), _negated=True),
                        name="break_glass_reviewed_by_another",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["role", "division_code"], name="post_role"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="access_post_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="childassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="access_childassignment_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed_by", models.F("asked_by")), _negated=True), name="grant_signed_by_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                    models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                    _connector="OR",
                ),
                name="grant_signed_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(fields=["account", "from_on"], name="tenure_account"),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="access_tenure_dates",
            ),
        ),
        NoOverlap("access_tenure", "post_id"),
        migrations.RunPython(give_first_permissions, migrations.RunPython.noop),
    ]
