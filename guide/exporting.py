"""Questions into files of all formats."""

from collections.abc import Iterable

from django.db.models import QuerySet

from guide.conversion import question_record
from guide.formats.base import AnyQuestion
from guide.formats.registry import FORMATS
from guide.models import Question


def in_order(questions: QuerySet[Question]) -> list[AnyQuestion]:
    """The records of the questions, in the order of the guide and of their files."""
    pks = list(questions.order_by().values_list("pk", flat=True).distinct())
    rows = Question.objects.complete().defer("revision__content").filter(pk__in=pks)
    ordered = rows.order_by(
        "topic__subject__position",
        "topic__subject__slug",
        "topic__position",
        "topic__slug",
        "position",
        "code",
    )
    return [question_record(row) for row in ordered]


def export(records: Iterable[AnyQuestion], format: str) -> tuple[bytes, list[str]]:
    """The file, and the codes of the questions that the format can't hold.

    Raises FormatError.
    """
    form = FORMATS[format]
    held, left_out = list[AnyQuestion](), list[str]()
    for record in records:
        if form.holds(record):
            held.append(record)
        else:
            left_out.append(record.id)
    return form.write(held), left_out
