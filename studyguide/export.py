"""Everything that is held about a person, as one JSON document or as a CSV file for each table."""

from __future__ import annotations  # as in personal

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model, prefetch_related_objects

from accounts.models import User
from guide.models import Revision, TopicRevision
from guide.words import plain_text
from quiz.models import Attempt, Rekey, Response
from studyguide.personal import Held, held

Record = dict[str, Any]

LEFT_OUT = {
    "accounts.user": {"password": "only its hash is kept, which would help to guess it"},
    "admin.logentry": {"object_repr": "may name somebody else"},
    "account.emailconfirmation": {"key": "whoever has it can confirm the address"},
    "mfa.authenticator": {"data": "the secret of the app, the codes or the passkey"},
    "usersessions.usersession": {"session_key": "whoever has it is signed in as you"},
}
IN_A_RUNNING_EXAM = {
    "quiz.response": dict.fromkeys(
        ("correct", "was_right", "rekey"),
        "empty while its exam is not over: it tells right from wrong",
    )
}
MORE: dict[type[Model], dict[str, Callable[[Any], Any]]] = {
    Authenticator: {"name": str},
    Response: {
        "question": lambda response: plain_text(response.revision.content["stem"]),
        "chosen_options": lambda response: [
            plain_text(option["text"]) for option in response.options if option["chosen"]
        ],
    },
}
"""What is told besides the fields: what is no secret in one that is left out, words for keys."""

WORDS: dict[type[Model], tuple[str, Callable[[Any], str]]] = {
    Revision: ("question", lambda revision: f"{revision.question.code} r{revision.number}"),
    Rekey: ("question", lambda rekey: f"{rekey.question.code}: {rekey.get_decision_display()}"),
    TopicRevision: ("topic", lambda revision: f"{revision.topic.slug} r{revision.number}"),
}
"""Rows whose own words are numbers: what to read with them, and how to name them."""


def document(user: User, now: datetime) -> dict[str, Any]:
    """`tables` goes when the account goes; `named` stays then, without the name."""
    found = held(user)
    return {
        "exported_at": now,
        "about": str(user),
        "tables": _tables(found, now),
        "named": _named(found),
        "left_out": LEFT_OUT,
        "left_out_in_a_running_exam": IN_A_RUNNING_EXAM,
    }


def _tables(found: Held, now: datetime) -> dict[str, list[Record]]:
    running = {
        attempt.pk
        for attempt in found.rows.get(Attempt, [])
        if isinstance(attempt, Attempt) and not attempt.is_revealed(now)
    }

    def hidden(row: Model) -> set[str]:
        asked = isinstance(row, Response) and row.attempt_id in running
        return set(IN_A_RUNNING_EXAM["quiz.response"]) if asked else set()

    tables = {}
    for model, rows in found.rows.items():
        fields = _fields(model)
        _read_names(rows, [field for field in fields if _is_name(field, found)])
        tables[model._meta.label_lower] = [_record(row, fields, found, hidden(row)) for row in rows]
    return dict(sorted(tables.items()))


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    """Without secrets, and without the person, who is the same in every row."""
    left_out = LEFT_OUT.get(model._meta.label_lower, {})
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in left_out and field.related_model is not User
    ]


def _record(row: Model, fields: list[Field[Any, Any]], found: Held, hidden: set[str]) -> Record:
    told = {
        field.name: None if field.name in hidden else _value(row, field, found) for field in fields
    }
    return told | {name: tell(row) for name, tell in MORE.get(type(row), {}).items()}


def _value(row: Model, field: Field[Any, Any], found: Held) -> Any:
    if not _is_name(field, found):
        return field.value_from_object(row)
    related = getattr(row, field.name)
    return None if related is None else _words(related)


def _is_name(field: Field[Any, Any], found: Held) -> bool:
    """Whether it leads to a row of somebody else's, told in words; to one's own, by its id."""
    return bool(field.is_relation) and field.related_model not in found.rows


def _words(row: Model) -> str:
    _, words = WORDS.get(type(row), ("", str))
    return words(row)


def _read_names(rows: list[Model], fields: list[Field[Any, Any]]) -> None:
    for field in fields:
        further, _ = WORDS.get(field.related_model, ("", str))  # type: ignore[arg-type]
        prefetch_related_objects(rows, f"{field.name}__{further}" if further else field.name)


def _named(found: Held) -> list[Record]:
    named = []
    for field, rows in found.unnamed:
        further, _ = WORDS.get(field.model, ("", str))
        prefetch_related_objects(rows, *filter(None, [further]))
        named += [
            {"table": field.model._meta.label_lower, "as": field.name, "row": _words(row)}
            for row in rows
        ]
    return named


def as_json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def as_csv(told: dict[str, Any]) -> bytes:
    """A zip file with a CSV file for each table that has rows."""
    left_out = [
        {"table": table, "field": field, "reason": reason}
        for key in ("left_out", "left_out_in_a_running_exam")
        for table, fields in told[key].items()
        for field, reason in fields.items()
    ]
    files = told["tables"] | {"named": told["named"], "left_out": left_out}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in files.items():
            if records:
                archive.writestr(f"{name}.csv", _sheet(records))
    return packed.getvalue()


def _sheet(records: list[Record]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(records[0])
    writer.writerows([_cell(value) for value in record.values()] for record in records)
    return sheet.getvalue()


def _cell(value: Any) -> str:
    """As in the JSON; a text that a spreadsheet would take for a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).strip('"')
