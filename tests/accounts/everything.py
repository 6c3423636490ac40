"""A person with a row in every table that holds something about people."""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import CASCADE, Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from guide.models import Question, SavedFilter, TopicRevision
from quiz.models import Attempt, Note, Notice, Plan, Rekey, Report, Review
from tests.factories import NOW, answer_all, make_attempt, make_question, make_topic

PASSWORD = "horse battery staple"
SECRET = "JBSWY3DPEHPK3PXP"


def personal_tables() -> set[type[Model]]:
    """The tables of which rows go with a person, by the relations between models."""
    found: set[type[Model]] = set()
    waiting: list[type[Model]] = [User]
    while waiting:
        model = waiting.pop()
        found.add(model)
        waiting += [
            relation.related_model
            for relation in model._meta.get_fields(include_hidden=True)
            if (relation.one_to_many or relation.one_to_one)
            and getattr(relation, "on_delete", None) is CASCADE
            and relation.related_model not in found
        ]
    return found


def all_rows() -> dict[str, set[object]]:
    """The primary keys of every table but that of Django's sessions."""
    return {
        model._meta.label_lower: set(model._base_manager.values_list("pk", flat=True))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label != "sessions.Session"
    }


def signed_in(user: User) -> Client:
    """Somebody who has given the password just now."""
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def make_somebody(email: str) -> tuple[User, Client]:
    """An editor who learns too, and of whom every personal table has a row."""
    user = User.objects.create_user(email, PASSWORD, is_staff=True)
    client = signed_in(user)
    question = make_question()
    _add_account(user, question)
    _add_learning(user, question)
    _add_editing(user, question)
    return user, client


def _add_account(user: User, question: Question) -> None:
    user.groups.add(Group.objects.get_or_create(name="Readers")[0])
    user.user_permissions.add(Permission.objects.all()[0])
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True)
    EmailConfirmation.objects.create(email_address=address, key=f"key of {user.email}")
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "My telephone"})
    SavedFilter.objects.create(user=user, name="Drafts", query="status=draft")
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Question),
        object_id=question.pk,
        object_repr=question.code,
        action_flag=CHANGE,
    )


def _add_learning(user: User, question: Question) -> None:
    attempt = make_attempt(user, [question, make_question()])
    answer_all(attempt, ["a", "b"])
    Plan.objects.create(user=user, exam=attempt.exam, updated_at=NOW)
    Note.objects.create(user=user, question=question, text="=1+1, of mine", updated_at=NOW)
    Report.objects.create(
        reporter=user,
        revision=question.revision,
        problem="typo",
        form_key=uuid.uuid4(),
        created_at=NOW,
    )
    Review.objects.create(
        user=user, question=make_question(), stability=1, difficulty=5, due=NOW, reviewed_at=NOW
    )
    revision = question.revision
    rekey = Rekey.objects.create(
        question=question,
        before=revision,
        after=revision,
        decision="leave",
        answers=1,
        editor=user,
        created_at=NOW,
    )
    Notice.objects.create(user=user, rekey=rekey)
    attempt.responses.update(rekey=rekey)


def _add_editing(user: User, question: Question) -> None:
    question.revisions.update(editor=user)
    TopicRevision.objects.create(
        topic=make_topic(), number=99, source={}, editor=user, created_at=NOW
    )


def make_running_exam(user: User) -> Attempt:
    """One answer right, one wrong."""
    now = timezone.now()
    questions = [make_question(correct="b"), make_question(correct="b")]
    attempt = make_attempt(user, questions, at=now)
    Attempt.objects.filter(pk=attempt.pk).update(mode="exam", deadline=now + timedelta(hours=1))
    attempt.refresh_from_db()
    return attempt
