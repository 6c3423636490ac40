"""Editors import files of questions, and undo that."""

from django.db import migrations

CODENAMES = ("view_importbatch", "add_importbatch", "change_importbatch")


def allow(apps, schema_editor):
    """The permissions are there since the roles were made."""
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="guide", codename__in=CODENAMES
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        name__in=["Editors", "Reviewers", "Administrators"]
    ):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("guide", "0007_roles")]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
