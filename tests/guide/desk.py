"""The editors' admin as a browser uses it: forms are read from the page, and sent back."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_user


def make_editor(email: str = "ed@example.com", role: str = "Editors") -> User:
    editor = make_user(email)
    editor.is_staff = True
    editor.save(update_fields=["is_staff"])
    editor.groups.add(Group.objects.get(name=role))
    return editor


def url_of(row: Model, act: str = "change") -> str:
    return reverse(f"admin:guide_{row._meta.model_name}_{act}", args=[row.pk])


def filled(page: HttpResponse) -> dict[str, Any]:
    """What a browser would send of the form on the page."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = {bound.html_name: bound.value() for form in forms for bound in form}
    sent = {name: _sent(value) for name, value in fields.items()}
    return {name: value for name, value in sent.items() if value is not None}


def _sent(value: Any) -> Any:
    if isinstance(value, bool):
        return "on" if value else None
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").replace("\n", "\r\n")


def send(client: Client, row: Model, button: str = "_save", **changes: Any) -> HttpResponse:
    """Change fields of the row's page (None: as if they were not there), and press the button.

    In a name, two underscores stand for the hyphen in the names of inline forms.
    """
    data = filled(client.get(url_of(row))) | {button: "1"}
    data |= {name.replace("__", "-"): value for name, value in changes.items()}
    sent = {name: value for name, value in data.items() if value is not None}
    return client.post(url_of(row), sent, follow=True)


def confirm(client: Client, page: HttpResponse, **answers: str) -> HttpResponse:
    """Answer what a page asks before it publishes, and send its form."""
    form = page.context["form"]
    asked = {bound.html_name: bound.value() or "" for bound in form}
    return client.post(page.request["PATH_INFO"], {**asked, **answers}, follow=True)


def said(page: HttpResponse) -> list[str]:
    """The messages above the page."""
    return [str(message) for message in page.context["messages"]]


def faults(page: HttpResponse) -> str:
    """What the form says is wrong."""
    found = page.context["errors"]  # of forms as text, of fields as lists
    return " ".join(one for each in found for one in ([each] if isinstance(each, str) else each))
