"""Referrals, the list of what is to be keyed in, and rosters that were sent."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0001_enrolments"),
        ("benefits", "0004_decisions_and_grants"),
        ("people", "0006_cards"),
        ("policies", "0004_recognitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyingItem",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                (
                    "kind",
                    models.CharField(
                        choices=[("ADD", "增员"), ("LEAVE", "减员"), ("CHANGE", "变更")],
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                ("source_kind", models.CharField(max_length=24, verbose_name="来源种类")),
                ("source_key", models.UUIDField(verbose_name="来源编号")),
                ("facts", models.JSONField(default=dict, verbose_name="录入内容")),
                ("arose_on", models.DateField(verbose_name="产生日期")),
                ("keyed_on", models.DateField(null=True, verbose_name="录入日期")),
                ("keyed_label", models.CharField(blank=True, max_length=100, verbose_name="录入人姓名和岗位")),
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
                    "grant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.grant",
                        verbose_name="待遇",
                    ),
                ),
                (
                    "keyed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
            ],
            options={
                "verbose_name": "待录入事项",
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=16, verbose_name="类别")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TOMORROW_PLAN", "孤儿医疗康复明天计划"),
                            ("EDUCATION_AID", "教育资助"),
                            ("REHABILITATION", "残疾儿童康复救助"),
                            ("MEDICAL_AID", "医疗救助"),
                        ],
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                ("referred_to", models.CharField(max_length=100, verbose_name="转介单位")),
                ("reason", models.CharField(max_length=500, verbose_name="转介事由")),
                ("due_on", models.DateField(verbose_name="应答复日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "等待回音"),
                            ("ACCEPTED", "对方已受理"),
                            ("HELPED", "已落实"),
                            ("REFUSED", "对方不予办理"),
                            ("NOT_NEEDED", "家庭不需要"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        default="OPEN",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="结果说明")),
                ("cost_fen", models.BigIntegerField(null=True, verbose_name="落实金额（分）")),
                ("referred_at", models.DateTimeField(verbose_name="转介时间")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
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
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.finding",
                        verbose_name="问题",
                    ),
                ),
                (
                    "referred_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="转介人",
                    ),
                ),
            ],
            options={
                "verbose_name": "转介",
            },
        ),
        migrations.AddIndex(
            model_name="keyingitem",
            index=models.Index(fields=["division_code", "uuid"], name="keying_item_place"),
        ),
        migrations.AddIndex(
            model_name="keyingitem",
            index=models.Index(fields=["keyed_on", "division_code", "uuid"], name="keying_item_waiting"),
        ),
        migrations.AddConstraint(
            model_name="keyingitem",
            constraint=models.UniqueConstraint(fields=("source_kind", "source_key", "kind"), name="keying_item_once"),
        ),
        migrations.AddConstraint(
            model_name="keyingitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("keyed_by__isnull", True), ("keyed_on__isnull", True)),
                    models.Q(("keyed_by__isnull", False), ("keyed_on__isnull", False)),
                    _connector="OR",
                ),
                name="keying_item_keyed_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["division_code", "uuid"], name="referral_place"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["child"], name="referral_child"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["ACCEPTED", "OPEN"])),
                fields=("child", "kind"),
                name="referral_one_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost_fen__isnull", True), ("cost_fen__gte", 0), _connector="OR"),
                name="referral_cost",
            ),
        ),
        migrations.CreateModel(
            name="RosterSent",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区县代码")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("persons", models.PositiveIntegerField(verbose_name="人数")),
                ("total_fen", models.BigIntegerField(verbose_name="保费合计（分）")),
                ("sent_at", models.DateTimeField(verbose_name="报送时间")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="insurance.enrolmentround",
                        verbose_name="参保轮次",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报送人",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送名册",
            },
        ),
        migrations.AddIndex(
            model_name="rostersent",
            index=models.Index(fields=["division_code", "uuid"], name="roster_sent_place"),
        ),
    ]
