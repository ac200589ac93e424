"""Sheets of deliveries, questions and answers about links."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_stations_and_contracts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("rosters", "0001_deliveries"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkAnswer",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("pair", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="行与人")),
                (
                    "pair_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        last=None, of="pair", purpose="link_pair", verbose_name="行与人的盲索引"
                    ),
                ),
                ("row_digest", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="行")),
                (
                    "row_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        last=None, of="row_digest", purpose="link_row", verbose_name="行的盲索引"
                    ),
                ),
                ("same", models.BooleanField(verbose_name="是同一人")),
                ("answered_at", models.DateTimeField(verbose_name="核对时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核对人",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤回人",
                    ),
                ),
            ],
            options={
                "verbose_name": "核对结论",
            },
        ),
        migrations.CreateModel(
            name="LinkQuestion",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("run_key", models.UUIDField(db_index=True, verbose_name="比对编号")),
                ("pair", gonghu.foundation.encryption.fields.EncryptedText(verbose_name="行与人")),
                (
                    "pair_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        last=None, of="pair", purpose="link_pair", verbose_name="行与人的盲索引"
                    ),
                ),
                ("kind", models.CharField(max_length=64, verbose_name="名册种类")),
                ("row_place", models.CharField(max_length=500, verbose_name="文件·表·行")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("subject", "本人"),
                            ("father", "父亲"),
                            ("mother", "母亲"),
                            ("head", "户主"),
                            ("adopter", "收养人"),
                            ("spouse", "配偶"),
                            ("guardian", "监护人"),
                        ],
                        max_length=16,
                        verbose_name="名册中的身份",
                    ),
                ),
                ("row_name", models.CharField(max_length=200, verbose_name="名册上的姓名")),
                (
                    "row_number",
                    gonghu.foundation.encryption.fields.EncryptedText(blank=True, verbose_name="名册上的号码"),
                ),
                ("row_born", models.IntegerField(null=True, verbose_name="名册上的出生日期")),
                ("row_division", models.CharField(blank=True, max_length=12, verbose_name="名册上的村（居）")),
                ("known_name", models.CharField(max_length=200, verbose_name="疑似人员姓名")),
                (
                    "known_number",
                    gonghu.foundation.encryption.fields.EncryptedText(blank=True, verbose_name="疑似人员号码"),
                ),
                ("known_born", models.IntegerField(null=True, verbose_name="疑似人员出生日期")),
                ("known_division", models.CharField(blank=True, max_length=12, verbose_name="疑似人员村（居）")),
                ("why", models.CharField(max_length=200, verbose_name="相似依据")),
                (
                    "likeness",
                    models.CharField(
                        choices=[("LIKELY", "很可能"), ("POSSIBLE", "可能"), ("UNLIKELY", "不像")],
                        max_length=16,
                        verbose_name="相像程度",
                    ),
                ),
                ("children", models.TextField(blank=True, verbose_name="关系到的儿童")),
                ("turn", models.PositiveIntegerField(verbose_name="先后")),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="不再询问的时间")),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rosters.linkanswer",
                        verbose_name="结论",
                    ),
                ),
            ],
            options={
                "verbose_name": "需人工核对的关联",
            },
        ),
        migrations.CreateModel(
            name="SheetRead",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("turn", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("path", models.CharField(max_length=1020, verbose_name="所在文件")),
                ("sheet", models.CharField(blank=True, max_length=255, verbose_name="工作表")),
                (
                    "state",
                    models.CharField(
                        choices=[("READ", "已认出"), ("UNKNOWN", "认不出"), ("SKIPPED", "不读"), ("REFUSED", "拒收")],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=64, verbose_name="名册种类")),
                ("found_kind", models.CharField(blank=True, max_length=64, verbose_name="认出的种类")),
                (
                    "assurance",
                    models.CharField(
                        choices=[
                            ("SURE", "有把握"),
                            ("LIKELY", "请看一眼"),
                            ("UNSURE", "请核对"),
                            ("TOLD", "人工指定"),
                            ("REMEMBERED", "沿用上次"),
                        ],
                        max_length=16,
                        verbose_name="把握",
                    ),
                ),
                ("columns", models.JSONField(default=list, verbose_name="各列")),
                ("constants", models.JSONField(default=dict, verbose_name="每行相同的内容")),
                ("header_rows", models.JSONField(null=True, verbose_name="表头行")),
                ("header_digest", models.CharField(blank=True, max_length=64, verbose_name="表头摘要")),
                ("sample", gonghu.foundation.encryption.fields.EncryptedText(null=True, verbose_name="样本")),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                ("rows_total", models.BigIntegerField(null=True, verbose_name="行数")),
                ("rows_accepted", models.BigIntegerField(null=True, verbose_name="采用")),
                ("rows_returned", models.BigIntegerField(null=True, verbose_name="退回")),
                ("rows_blank", models.BigIntegerField(null=True, verbose_name="空行与合计")),
                ("rows_warned", models.BigIntegerField(null=True, verbose_name="提醒")),
                ("has_returned_file", models.BooleanField(default=False, verbose_name="有退回表")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="rosters.deliveryfile",
                        verbose_name="文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作表",
            },
        ),
        migrations.AddIndex(
            model_name="linkanswer",
            index=models.Index(fields=["division_code", "uuid"], name="link_answer_place"),
        ),
        migrations.AddIndex(
            model_name="linkanswer",
            index=models.Index(fields=["row_index"], name="link_answer_row"),
        ),
        migrations.AddConstraint(
            model_name="linkanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("division_code", "pair_index"),
                name="link_answer_one_holds",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("same", True), ("withdrawn_at__isnull", True)),
                fields=("division_code", "row_index"),
                name="link_answer_one_person_a_row",
            ),
        ),
        migrations.AddIndex(
            model_name="linkquestion",
            index=models.Index(fields=["division_code", "uuid"], name="link_question_place"),
        ),
        migrations.AddIndex(
            model_name="linkquestion",
            index=models.Index(fields=["answer", "closed_at", "turn"], name="link_question_open"),
        ),
        migrations.AddConstraint(
            model_name="linkquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("division_code", "pair_index"),
                name="link_question_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetread",
            constraint=models.UniqueConstraint(fields=("file", "turn"), name="sheet_turn"),
        ),
        migrations.AddConstraint(
            model_name="sheetread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rows_total__isnull", True),
                    (
                        "rows_total",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("rows_accepted"), "+", models.F("rows_returned")
                            ),
                            "+",
                            models.F("rows_blank"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="sheet_rows_add_up",
            ),
        ),
    ]
