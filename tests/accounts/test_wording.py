"""What allauth says is said in the words of the rest."""

import re
from pathlib import Path

import allauth
import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse

from studyguide.adapter import AccountAdapter

THEIRS = Path(allauth.__file__).parent / "templates/account/messages"
UNHYPHENATED = re.compile(r"\bemail\b", re.IGNORECASE)


def test_who_signs_up_is_told_where_the_e_mail_has_gone(client, db):
    cache.clear()  # no tries so far
    sent = {"email": "anna@example.org", "password1": "horse battery staple"}

    page = client.post(reverse("account_signup"), sent, follow=True)

    told = "We have sent an e-mail to anna@example.org: open the link in it."
    assert told in page.text
    assert not UNHYPHENATED.search(" ".join(map(str, page.context["messages"])))


@pytest.mark.parametrize("name", sorted(path.name for path in THEIRS.glob("*.txt")))
def test_a_message_speaks_of_e_mail(name, rf):
    said = render_to_string(f"account/messages/{name}", {"email": "anna@example.org"}, rf.get("/"))
    assert not UNHYPHENATED.search(said)


@pytest.mark.parametrize("code", AccountAdapter.error_messages)
def test_an_error_speaks_of_e_mail(code):
    assert not UNHYPHENATED.search(str(AccountAdapter.error_messages[code]))
