"""What a second reader found stands with the question, until it asks something else."""

import pytest
from django.test import Client
from pydantic import ValidationError

from guide import services
from guide.content.reading import read
from guide.content.records import ReviewRecord
from guide.content.writing import records_text
from guide.dumping import dump
from guide.loading import Outcome, load
from guide.models import Question
from tests.factories import NOW, make_question
from tests.guide.desk import make_editor, send, url_of
from tests.guide.folders import QUESTIONS, make_folder
from tests.guide.records import make_record

REVIEW = {"solved": "right", "attacked": True, "guessed": False, "date": "2026-11-23"}
LINE = "  review: {solved: right, attacked: true, guessed: false, date: 2026-11-23}\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"solved": "maybe"}, "review.solved"),
        ({"solved": None}, "review.solved"),
        ({"attacked": None}, "review.attacked"),
        ({"guessed": "perhaps"}, "review.guessed"),
        ({"date": "soon"}, "review.date"),
        ({"by": "Ana"}, "review.by"),
    ],
)
def test_a_review_has_its_form(change, message):
    assert make_record(review=REVIEW)
    with pytest.raises(ValidationError, match=message):
        make_record(review=REVIEW | change)


@pytest.mark.parametrize("select", [2, 3])
def test_only_a_question_with_one_right_option_is_guessed(select):
    unguessed = {name: value for name, value in REVIEW.items() if name != "guessed"}

    assert make_record(select=select, review=unguessed).review.guessed is None
    with pytest.raises(ValidationError, match="guessed is only for questions with one right"):
        make_record(select=select, review=REVIEW)


def test_a_fault_of_a_review_is_reported_at_its_line(tmp_path):
    folder = make_folder(tmp_path)
    (folder / "questions/sqs.yaml").write_text(QUESTIONS + LINE.replace("right", "left"))

    (problem,) = read(folder).problems
    assert problem.line == QUESTIONS.count("\n") + 1
    assert problem.message == "review.solved: Input should be 'right' or 'wrong'"


def test_a_review_is_the_last_line_of_a_question():
    assert records_text([make_record(review=REVIEW)]) == QUESTIONS + LINE


@pytest.mark.django_db
def test_a_review_is_loaded_and_comes_back_byte_for_byte(tmp_path, tmp_path_factory):
    folder = make_folder(tmp_path)
    load(folder, now=NOW)
    (folder / "questions/sqs.yaml").write_text(QUESTIONS + LINE)

    assert load(folder, now=NOW).names[Outcome.CHANGED] == ["sqs-visibility-timeout"]
    question = Question.objects.with_options().get()
    assert question.review == REVIEW
    assert question.revisions.count() == 1
    copy = tmp_path_factory.mktemp("copy")
    dump(copy)
    assert (copy / "questions/sqs.yaml").read_text() == QUESTIONS + LINE
    assert load(folder, now=NOW).names.keys() == {Outcome.UNCHANGED}
    (folder / "questions/sqs.yaml").write_text(QUESTIONS)
    load(folder, now=NOW)
    assert Question.objects.with_options().get().review == {}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def question(exam) -> Question:
    question = make_question()
    Question.objects.filter(pk=question.pk).update(review=REVIEW)
    return question


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "stays"),
    [
        ({"explanation": "This is the rule to remember, in other words. " * 4}, True),
        ({"options__0__why": "Another reason in eight words or more than that."}, True),
        ({"options__0__key": "b", "options__1__key": "a"}, True),
        ({"volatile": "on"}, True),
        ({"options__1__text": "Another wrong option of the same length"}, False),
        ({"options__0__correct": None, "options__1__correct": "on"}, False),
    ],
)
def test_publishing_drops_the_review_of_what_asks_something_else(desk, question, changes, stays):
    send(desk, question, **changes)
    question.refresh_from_db()
    assert question.review == REVIEW
    send(desk, question, "_publish")
    question.refresh_from_db()
    assert question.status == "published"
    assert question.review == (REVIEW if stays else {})


@pytest.mark.django_db
def test_the_desk_shows_the_review_and_does_not_change_it(desk, question):
    page = desk.get(url_of(question))
    assert "&quot;solved&quot;: &quot;right&quot;" in page.content.decode()
    send(desk, question, review="{}")
    question.refresh_from_db()
    assert ReviewRecord(**question.review).solved == "right"


@pytest.mark.django_db
def test_what_was_never_published_has_nothing_to_compare_with(question):
    Question.objects.filter(pk=question.pk).update(status="draft", revision=None)
    draft = Question.objects.complete().get(pk=question.pk)
    draft.revisions.all().delete()
    services.publish(draft, now=NOW)
    assert Question.objects.get(pk=question.pk).review == {}
