"""The group Editors: may change the content, and sees no personal data."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MODELS = {
    "question": ("add", "change", "delete", "view"),
    "option": ("add", "change", "delete", "view"),
    "questiontask": ("add", "change", "delete", "view"),
    "topic": ("add", "change", "view"),
    "subject": ("add", "change", "view"),
    "exam": ("view",),
    "domain": ("view",),
    "task": ("view",),
    "revision": ("view",),
}


def make_editors(apps, schema_editor):
    config = apps.get_app_config("guide")
    config.models_module = True  # permissions are otherwise made only after all migrations
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    permission = apps.get_model("auth", "Permission")
    codenames = [f"{act}_{model}" for model, acts in MODELS.items() for act in acts]
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(
        *permission.objects.filter(content_type__app_label="guide", codename__in=codenames)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_editors, migrations.RunPython.noop)]
