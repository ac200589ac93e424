"""Where children are in holidays; sweeps from door to door."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    """The tables of holidays and sweeps."""

    initial = True

    dependencies = [
        ("people", "0006_cards"),
        ("visits", "0001_visits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SweepRound",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("from_on", models.DateField(verbose_name="开始日期")),
                ("to_on", models.DateField(verbose_name="结束日期")),
                ("made_at", models.DateTimeField(verbose_name="建立时间")),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
            ],
            options={
                "verbose_name": "摸排轮次",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="sweep_division")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))), name="sweep_round_dates"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SweptHousehold",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="村（居）代码")),
                ("number", models.PositiveIntegerField(verbose_name="序号")),
                ("label", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="户（门牌或叫法）")),
                (
                    "label_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        editable=False, last=None, of="label", purpose="swept_household", verbose_name="户索引"
                    ),
                ),
                ("head", gonghu.foundation.encryption.fields.EncryptedText(blank=True, verbose_name="户主")),
                ("household", models.UUIDField(null=True, verbose_name="家庭户")),
                ("is_addition", models.BooleanField(default=False, verbose_name="名单外增加")),
                ("is_from_door", models.BooleanField(default=False, verbose_name="上门时新增")),
                (
                    "answered_by",
                    gonghu.foundation.encryption.fields.EncryptedText(blank=True, verbose_name="应门人"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("VISITED", "已访"),
                            ("ABSENT", "不在"),
                            ("REFUSED", "拒绝"),
                            ("FOUND", "新发现"),
                        ],
                        max_length=10,
                        verbose_name="入户结果",
                    ),
                ),
                ("seen_on", models.DateField(null=True, verbose_name="入户日期")),
                ("marked_at", models.DateTimeField(null=True, verbose_name="登记时间")),
                (
                    "marked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                ("device", models.CharField(blank=True, max_length=64, verbose_name="登记的手机")),
                ("sequence", models.BigIntegerField(default=0, verbose_name="手机上的顺序")),
                (
                    "sweep",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.sweepround",
                        verbose_name="摸排轮次",
                    ),
                ),
            ],
            options={
                "verbose_name": "摸排户",
                "indexes": [
                    models.Index(fields=["sweep", "division_code", "number"], name="swept_household_list"),
                    models.Index(fields=["division_code", "sweep"], name="swept_household_place"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), ("seen_on__isnull", True))
                        | models.Q(models.Q(("outcome", ""), _negated=True), ("seen_on__isnull", False)),
                        name="swept_household_marked_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Whereabouts",
            fields=[
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="类别（儿童）")),
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("holiday", models.CharField(max_length=40, verbose_name="假期")),
                (
                    "stay",
                    models.CharField(
                        choices=[
                            ("HOME", "在家"),
                            ("PARENTS", "去父母那里"),
                            ("RELATIVES", "去亲戚家"),
                            ("PLACE", "儿童之家或托管班"),
                        ],
                        max_length=12,
                        verbose_name="在哪过",
                    ),
                ),
                (
                    "looked_after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ADULT", "有大人看着"),
                            ("OLD", "老人看着，吃力"),
                            ("ALONE", "常一个人"),
                            ("CHILDREN", "只有孩子们自己"),
                        ],
                        max_length=12,
                        verbose_name="谁看着",
                    ),
                ),
                (
                    "parents",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("BOTH", "都在家或都回来"),
                            ("FATHER", "只有父亲在家"),
                            ("MOTHER", "只有母亲在家"),
                            ("NEITHER", "都不回来"),
                        ],
                        max_length=12,
                        verbose_name="父母回不回来",
                    ),
                ),
                ("place", gonghu.foundation.encryption.fields.EncryptedText(blank=True, verbose_name="去的地方")),
                ("from_on", models.DateField(null=True, verbose_name="从哪天")),
                ("back_on", models.DateField(null=True, verbose_name="哪天回来")),
                ("told_on", models.DateField(verbose_name="问明日期")),
                ("told_at", models.DateTimeField(verbose_name="登记时间")),
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
                    "told_by",
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
                    "visit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.visit",
                        verbose_name="走访",
                    ),
                ),
            ],
            options={
                "verbose_name": "假期去向",
                "indexes": [
                    models.Index(fields=["division_code", "uuid"], name="whereabouts_division"),
                    models.Index(fields=["child", "holiday", "told_on"], name="whereabouts_child"),
                ],
            },
        ),
    ]
