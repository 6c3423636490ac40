"""The dashboard of a learner with answers, mocks and a plan: legible by all, and it leads on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from guide.models import Exam, Question
from quiz.models import Attempt, Plan
from tests.browser.conftest import violations
from tests.browser.test_accessibility import fits, shown  # noqa: F401
from tests.browser.test_editor import sign_in
from tests.factories import answer_all, make_attempt, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def learner(site: str) -> User:
    """60 first answers, a third of them wrong, in two mocks a month apart, and a plan."""
    user, exam, now = make_user(), Exam.objects.get(code="DVA-C03"), timezone.now()
    asked = Question.objects.published().with_options().filter(select=1, question_tasks__exam=exam)
    questions = list(asked.select_related("revision")[:60])
    for part, days in ((questions[:45], 35), (questions[45:], 3)):
        when = now - timedelta(days=days)
        attempt = make_attempt(user, part, exam=exam, at=when)
        order = attempt.responses.select_related("revision").order_by("position")
        keys = [response.revision.correct_keys[0] for response in order]
        choices = [key if n % 3 else chr(ord(key) ^ 1) for n, key in enumerate(keys)]
        answer_all(attempt, choices, at=when)
    Attempt.objects.update(kind="mock")
    day = timezone.localdate() + timedelta(days=50)
    Plan.objects.create(user=user, exam=exam, exam_date=day, updated_at=now)
    return user


def test_the_full_dashboard_has_no_violation_and_fits(shown: Page, learner, site: str):  # noqa: F811
    sign_in(shown.context, learner, site)
    shown.goto(f"{site}/progress/?exam=DVA-C03")
    expect(shown.get_by_text("likely to pass")).to_be_visible()
    for summary in shown.locator("summary").all():
        summary.click()
    assert violations(shown) == []
    assert fits(shown)


def test_one_click_starts_the_reviews_that_are_due(page: Page, learner, site: str):
    sign_in(page.context, learner, site)
    page.goto(f"{site}/progress/?exam=DVA-C03")
    page.get_by_role("link", name="Today:").click()
    page.get_by_role("button", name="Start the reviews").click()
    expect(page.get_by_role("button", name="Check")).to_be_visible()
    assert Attempt.objects.filter(user=learner, kind="review").count() == 1
