"""What a search of the whole country is looked up in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("divisions", "0001_tables")]

    operations = [
        migrations.AddIndex("division", models.Index(fields=["name"], name="division_name")),
        migrations.AddIndex("division", models.Index(fields=["pinyin"], name="division_pinyin")),
        migrations.AddIndex("division", models.Index(fields=["initials"], name="division_initials")),
    ]
