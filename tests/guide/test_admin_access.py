"""Who sees and changes what in the editors' admin."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from guide.models import Exam, Question, Subject
from tests.factories import make_question, make_user
from tests.guide.desk import make_editor, url_of

pytestmark = pytest.mark.django_db

QUESTIONS = reverse("admin:guide_question_changelist")
TOPICS = reverse("admin:guide_topic_changelist")


@pytest.fixture
def question(exam) -> Question:
    return make_question()


def test_an_editor_sees_content_and_nobody_else(client):
    client.force_login(make_editor())
    index = client.get(reverse("admin:index"))
    shown = {m["object_name"] for app in index.context["app_list"] for m in app["models"]}
    content = {"Exam", "FileConflict", "ImportBatch", "Question", "Subject", "Topic"}
    assert shown == content | {"Report", "Statistic"}
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get(reverse("admin:auth_group_changelist")).status_code == 403
    assert client.get("/admin/quiz/attempt/").status_code == 404


@pytest.mark.parametrize("make", [make_editor, User.objects.create_superuser])
@pytest.mark.parametrize("model", [Exam, Subject])
def test_what_the_content_files_own_is_only_looked_at(client: Client, question, make, model):
    client.force_login(make("ed@example.com"))
    row = model.objects.get()
    assert row.name in client.get(url_of(row)).text
    name = f"admin:guide_{model._meta.model_name}"
    assert "change them there" in client.get(reverse(f"{name}_changelist")).text
    addresses = [url_of(row), url_of(row, "delete"), reverse(f"{name}_add")]
    assert [client.post(url, {"name": "Mine"}).status_code for url in addresses] == [403] * 3


def test_who_is_not_staff_has_no_way_in(signed_in, question):
    for address in (QUESTIONS, TOPICS, url_of(question), url_of(question, "preview")):
        assert signed_in.get(address).url.startswith(reverse("admin:login"))


def test_staff_outside_the_group_see_no_drafts(client, question):
    helper = make_user()
    helper.is_staff = True
    helper.save(update_fields=["is_staff"])
    client.force_login(helper)
    topic_preview = reverse("admin:guide_topic_preview")
    for address in (QUESTIONS, url_of(question), url_of(question, "preview"), topic_preview):
        assert client.get(address).status_code == 403
