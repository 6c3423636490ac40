"""Which revisions of a question mean the same: those that ask the same as the one before."""

from itertools import pairwise

from django.db import migrations


def asked(content):
    options = sorted((option["text"], option["correct"]) for option in content["options"])
    return content["select"], content["stem"], options


def number_meanings(apps, schema_editor):
    """A first revision has its meaning by default; the texts of editors were not kept."""
    revisions = apps.get_model("guide", "Revision").objects
    later = revisions.filter(number__gt=1).values_list("question", flat=True).distinct()
    for question in list(later.order_by("question")):
        rows = list(revisions.filter(question=question).order_by("number"))
        for before, row in pairwise(rows):
            same = asked(before.content) == asked(row.content)
            row.change = "wording" if same else "meaning"
            row.meaning = before.meaning if same else row.number
            row.save(update_fields=["change", "meaning"])


class Migration(migrations.Migration):
    dependencies = [("guide", "0005_upkeep")]
    operations = [migrations.RunPython(number_meanings, migrations.RunPython.noop)]
