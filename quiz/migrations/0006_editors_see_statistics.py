"""The group Editors sees the figures of questions; nobody changes them by hand."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_editors_see(apps, schema_editor):
    config = apps.get_app_config("quiz")
    config.models_module = True  # permissions are otherwise made only after all migrations
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="quiz", codename="view_statistic"
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("quiz", "0005_backfill_reviews")]
    operations = [migrations.RunPython(let_editors_see, migrations.RunPython.noop)]
