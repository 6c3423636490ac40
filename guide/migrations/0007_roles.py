"""Roles as groups, and each guide page as it stands as its first revision."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ("accounts", "admin", "auth", "guide", "quiz")
EDITORS = {
    "guide": (
        "view_topicrevision",
        "view_fileconflict",
        "change_fileconflict",
        "view_savedfilter",
    ),
}
REVIEWERS = {
    "admin": ("view_logentry",),
    "guide": ("publish_question", "view_importbatch", "add_importbatch", "change_importbatch"),
    "quiz": ("view_statistic",),
}
PEOPLE = {
    "accounts": ("add_user", "change_user", "delete_user", "view_user"),
    "admin": ("view_logentry",),
    "quiz": ("view_report", "change_report", "view_statistic"),
}


def make_roles(apps, schema_editor):
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True  # permissions are otherwise made only after all migrations
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")

    def allow(name, codenames):
        role, _ = group.objects.get_or_create(name=name)
        for label, names in codenames.items():
            role.permissions.add(
                *permission.objects.filter(content_type__app_label=label, codename__in=names)
            )
        return role

    editors = allow("Editors", EDITORS)
    allow("Reviewers", REVIEWERS).permissions.add(*editors.permissions.all())
    administrators = allow("Administrators", PEOPLE)
    administrators.permissions.add(*permission.objects.filter(content_type__app_label="guide"))


def keep_pages(apps, schema_editor):
    topics, revisions = apps.get_model("guide", "Topic"), apps.get_model("guide", "TopicRevision")
    revisions.objects.bulk_create(
        revisions(
            topic=topic,
            number=1,
            source={
                "title": topic.title,
                "summary": topic.summary,
                "checked": topic.checked.isoformat(),
                "sources": topic.sources,
                "body": topic.body.strip(),
            },
            created_at=topic.updated_at,
        )
        for topic in topics.objects.all()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0006_revision_meanings"),
        ("quiz", "0004_insight"),
        ("accounts", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]
    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(keep_pages, migrations.RunPython.noop),
    ]
