"""What the tables refuse, continued."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_more_facts")]

    operations = [
        migrations.AddConstraint(
            model_name="householdmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_householdmember_dates",
            ),
        ),
        migrations.AddIndex(
            model_name="identitynumber",
            index=models.Index(
                condition=models.Q(("to_on__isnull", False)), fields=["number_index"], name="number_ended"
            ),
        ),
        migrations.AddIndex(
            model_name="identitynumber",
            index=models.Index(
                condition=models.Q(("tail_index__isnull", False)), fields=["tail_index"], name="number_tail"
            ),
        ),
        migrations.AddConstraint(
            model_name="identitynumber",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_identitynumber_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="identitynumber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on__isnull", True)),
                fields=("number_index",),
                name="number_in_force_of_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_kinship_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("relative")), _negated=True), name="nobody_is_kin_of_oneself"
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("split_at__isnull", True)), fields=("merged",), name="merged_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("merged")), _negated=True), name="merged_into_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="phone",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_phone_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="schooling",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_schooling_dates",
            ),
        ),
        migrations.AddIndex(
            model_name="riskassessment",
            index=models.Index(fields=["child", "assessed_at"], name="risk_child"),
        ),
        migrations.AddConstraint(
            model_name="formerplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_formerplace_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="categoryassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_categoryassignment_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="categoryassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on__isnull", True)), fields=("child", "category"), name="category_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="categoryassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_by__isnull", False),
                        ("second_by__isnull", False),
                        models.Q(("first_by", models.F("second_by")), _negated=True),
                    ),
                    models.Q(("first_by__isnull", True), ("second_by__isnull", True), ("source_key__isnull", False)),
                    _connector="OR",
                ),
                name="category_decided_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="categoryassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_first_by__isnull", True),
                    models.Q(("end_first_by", models.F("ended_by")), _negated=True),
                    _connector="OR",
                ),
                name="category_ended_by_two",
            ),
        ),
        migrations.AddIndex(
            model_name="categoryassignment",
            index=models.Index(
                condition=models.Q(("source_key__isnull", False)), fields=["source_key"], name="category_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="carer",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="people_carer_dates",
            ),
        ),
    ]
