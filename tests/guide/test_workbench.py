"""Lists to work from: figures, filters that are kept, many at once, one after the other."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guide.models import Question, SavedFilter
from quiz.models import Report, Statistic
from tests.factories import (
    NOW,
    answer_all,
    make_attempt,
    make_question,
    make_topic,
    make_user,
)
from tests.guide.desk import filled, make_editor, said, url_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:guide_question_changelist")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def listed(page) -> set[str]:
    return {str(row) for row in page.context["cl"].result_list}


def again(question: Question) -> Question:
    return Question.objects.complete().get(pk=question.pk)


def make_report(question: Question) -> Report:
    return Report.objects.create(
        reporter=make_user(f"{uuid.uuid4()}@example.com"),
        revision=question.revision,
        problem=Report.Problem.KEY,
        form_key=uuid.uuid4(),
        created_at=NOW,
    )


def make_statistic(question: Question, **figures: float) -> Statistic:
    return Statistic.objects.create(
        question=question, meaning=question.revision.meaning, refreshed_at=NOW, **figures
    )


# The list


def test_the_list_shows_tasks_age_figures_and_open_reports(desk, exam):
    question = make_question()
    make_statistic(question, answers=40, facility=0.625, discrimination=0.312)
    make_report(question)
    Question.objects.update(checked="2026-01-02")
    html = desk.get(LIST).text
    for text in ("DVA-C02 1.1", "62 %", "+0.31", ">40<", "facts checked on 2026-01-02"):
        assert text in html
    assert f"status__exact=open&amp;q={question.code}" in html


def test_figures_of_an_old_meaning_are_not_those_of_the_question(desk, exam):
    question = make_question()
    Statistic.objects.create(
        question=question, meaning=7, answers=99, facility=0.5, refreshed_at=NOW
    )
    assert ">99<" not in desk.get(LIST).text


def test_the_list_is_filtered_by_figures_reports_age_and_task(desk, exam):
    hard, easy, old = make_question(), make_question(), make_question()
    make_statistic(hard, answers=40, facility=0.2, discrimination=0.3, miskey_suspected=True)
    make_statistic(easy, answers=40, facility=0.95, discrimination=0.0)
    make_report(hard)
    Question.objects.filter(pk=old.pk).update(checked="2020-01-01")
    other = exam.domains.get(number=2).tasks.get()
    easy.question_tasks.update(task=other)
    for query, found in [
        ({"figures": "hard"}, hard),
        ({"figures": "easy"}, easy),
        ({"figures": "weak"}, easy),
        ({"figures": "key"}, hard),
        ({"figures": "none"}, old),
        ({"reports": "open"}, hard),
        ({"age": "365"}, old),
        ({"tasks__id__exact": other.pk}, easy),
    ]:
        assert listed(desk.get(LIST, query)) == {found.code}
    assert len(listed(desk.get(LIST, {"figures": "x", "reports": "x", "age": "x"}))) == 3


def test_the_list_with_figures_costs_as_many_queries_for_many_rows_as_for_few(desk, exam):
    def cost() -> int:
        desk.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        return len(queries)

    def more() -> None:
        question = make_question()
        make_statistic(question, answers=40, facility=0.5, discrimination=0.3)
        make_report(question)

    more()
    few = cost()
    for _ in range(6):
        more()
    assert cost() == few < 24


# Filters that are kept


def test_a_filter_is_kept_under_a_name_and_dropped(desk, exam):
    make_question(), make_question(published=False)
    keep = reverse("admin:guide_question_keep_filter")
    page = desk.post(keep, {"name": "Drafts", "query": "status__exact=draft"}, follow=True)
    assert 'href="?status__exact=draft" aria-current="true">Drafts</a>' in page.text
    desk.post(keep, {"name": "Drafts", "query": "status__exact=draft&kind__exact=single"})
    kept = SavedFilter.objects.get()
    assert kept.query == "status__exact=draft&kind__exact=single"
    desk.post(reverse("admin:guide_question_drop_filter", args=[kept.pk]))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", "x" * 61, "a\0b"])
def test_a_name_that_can_not_be_is_refused(desk, name):
    keep = reverse("admin:guide_question_keep_filter")
    page = desk.post(keep, {"name": name, "query": "kind__exact=single"}, follow=True)
    assert said(page) == ["Not kept: give the filter a name of up to 60 characters."]


def test_filters_are_each_editors_own(desk):
    other = make_editor("two@example.com")
    kept = SavedFilter.objects.create(user=other, name="Mine", query="age=90")
    assert "Mine" not in desk.get(LIST).text
    desk.post(reverse("admin:guide_question_drop_filter", args=[kept.pk]))
    assert SavedFilter.objects.get() == kept


# One after the other


def test_save_and_next_goes_through_the_list_that_the_editor_came_from(desk, exam):
    topic = make_topic()
    questions = [make_question(topic=topic, published=n == 1) for n in range(3)]
    first, _, third = questions
    kept = "?_changelist_filters=status__exact%3Ddraft"
    data = filled(desk.get(url_of(first) + kept)) | {"_next": "1"}
    page = desk.post(url_of(first) + kept, data)
    assert page.url == url_of(third) + kept
    data = filled(desk.get(url_of(third) + kept)) | {"_next": "1"}
    page = desk.post(url_of(third) + kept, data)
    assert page.url == f"{LIST}?status__exact=draft"


def test_a_question_that_leaves_the_list_by_its_change_is_still_followed_by_the_next(desk, exam):
    topic = make_topic()
    first, second = make_question(topic=topic), make_question(topic=topic)
    kept = "?_changelist_filters=difficulty__exact%3D2"
    data = filled(desk.get(url_of(first) + kept)) | {"_next": "1", "difficulty": "3"}
    assert desk.post(url_of(first) + kept, data).url == url_of(second) + kept


# While writing


def written(desk: Client, row: Question | None, data: dict, live: bool = True):
    name, args = "admin:guide_question_written", [row.pk] if row else []
    return desk.post(reverse(name, args=args) + ("?live" if live else ""), data)


def test_the_preview_shows_the_form_as_it_is_and_saves_nothing(desk, exam):
    question = make_question()
    data = filled(desk.get(url_of(question)))
    data |= {"stem": "Quite *new*?", "options-1-text": "Another way", "options-3-DELETE": "on"}
    html = written(desk, question, data).text
    assert html.strip().startswith("<article")
    assert "Quite <em>new</em>?" in html
    assert "Another way" in html
    assert "action DDD" not in html
    assert "A developer builds" in again(question).stem
    assert "<html" in written(desk, question, data, live=False).text


def test_a_new_question_is_previewed_before_its_first_save(desk, exam):
    question = make_question()
    data = filled(desk.get(url_of(question))) | {"options-INITIAL_FORMS": "0"}
    assert "A developer builds" in written(desk, None, data).text
    assert "Choose a topic" in written(desk, None, data | {"topic": ""}).text
    assert Question.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"options-TOTAL_FORMS": "x"}, {"stem": "\0"}])
def test_a_preview_of_nonsense_is_no_error(desk, exam, data):
    question = make_question()
    assert written(desk, question, data).status_code == 200
    assert written(desk, None, data).status_code == 200


def test_a_shuffled_preview_has_all_options_but_in_fixed_order_where_that_is_asked(desk, exam):
    question = make_question(correct="ab", keys="abcdef")
    page = url_of(question, "preview") + "?shuffled"
    orders = {tuple(o["key"] for o in desk.get(page).context["options"]) for _ in range(20)}
    assert len(orders) > 1
    assert {tuple(sorted(order)) for order in orders} == {tuple("abcdef")}
    Question.objects.update(fixed_order=True)
    orders = {tuple(o["key"] for o in desk.get(page).context["options"]) for _ in range(20)}
    assert orders == {tuple("abcdef")}


def test_previews_are_for_those_who_see_the_question(client, exam):
    question = make_question()
    client.force_login(make_user("learner@example.com"))
    assert written(client, question, {}).status_code == 302


# To the learner's page and back


@pytest.mark.parametrize(("role", "linked"), [("Editors", True), (None, False)])
def test_staff_come_from_an_explained_answer_to_the_question(client, exam, role, linked):
    person = make_editor(role=role) if role else make_user()
    client.force_login(person)
    question = make_question()
    attempt = make_attempt(person, [question])
    answer_all(attempt, "a")
    html = client.get(reverse("quiz:question", args=[attempt.pk, 1])).text
    assert ("Edit this question" in html) is linked


def test_from_a_page_of_the_guide_to_its_form(desk):
    topic = make_topic("sqs")
    assert desk.get(reverse("admin:guide_topic_at", args=["sqs"])).url == url_of(topic)
    assert desk.get(reverse("admin:guide_topic_at", args=["sns"])).status_code == 404
