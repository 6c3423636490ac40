"""The figures that editors see, and the queue of questions that need a look."""

import uuid
from datetime import timedelta

import pytest

from guide.models import Question
from quiz.checking import Why, needs_checking
from quiz.models import Report, Statistic
from quiz.statistics import Flag
from tests import factories
from tests.factories import NOW, answer_all, make_attempt, make_user
from tests.guide.desk import make_editor

TODAY = NOW.date()
LIST = "/admin/quiz/statistic/"


@pytest.fixture
def editor(client, db):
    client.force_login(make_editor())
    return client


def make_question():
    """With an answer to the one warning that questions of tests have."""
    question = factories.make_question()
    question.note = "L31: the reasons are those of a test"
    question.save(update_fields=["note"])
    return question


def doubt(question, *flags):
    return Statistic.objects.create(
        question=question,
        meaning=question.revision.meaning,
        answers=120,
        facility=0.2,
        discrimination=-0.3,
        flags=[flag.value for flag in flags],
        miskey_suspected=Flag.MISKEY in flags,
        refreshed_at=NOW,
    )


def report(question):
    return Report.objects.create(
        reporter=make_user(f"{uuid.uuid4()}@example.com"),
        revision=question.revision,
        problem="key",
        form_key=uuid.uuid4(),
        created_at=NOW,
    )


def whys(question):
    cases = needs_checking(TODAY)
    return [reason.why for case in cases if case.question == question for reason in case.reasons]


def test_a_sound_question_needs_nothing(exam):
    assert whys(make_question()) == []


@pytest.mark.parametrize(
    ("days", "volatile", "found"),
    [(180, False, []), (181, False, [Why.AGE]), (90, True, []), (91, True, [Why.AGE])],
)
def test_facts_that_may_change_are_looked_at_more_often(exam, days, volatile, found):
    question = make_question()
    checked = TODAY - timedelta(days=days)
    Question.objects.update(checked=checked, volatile=volatile)
    assert [why for why in whys(question) if why is Why.AGE] == found


def test_an_error_in_what_is_asked_shows(exam):
    question = make_question()
    question.options.filter(key="b").update(why="")
    assert Why.CHECK in whys(question)


def test_a_warning_shows_until_the_note_answers_it(exam):
    assert set(whys(factories.make_question())) == {Why.WARNING}


def test_all_reasons_come_together_and_the_most_urgent_question_first(exam):
    old, reported, doubted, both = (make_question() for _ in range(4))
    Question.objects.filter(pk=old.pk).update(checked=TODAY - timedelta(days=400))
    report(reported)
    report(both)
    doubt(doubted, Flag.MISKEY, Flag.NEGATIVE)
    doubt(both, Flag.MISKEY, Flag.NEGATIVE)
    cases = needs_checking(TODAY)
    assert [case.question for case in cases] == [both, doubted, reported, old]
    assert [reason.why for reason in cases[0].reasons] == [Why.MISKEY, Why.STATISTIC, Why.REPORT]
    assert [case.question for case in needs_checking(TODAY, Why.REPORT)] == [both, reported]


def test_a_closed_report_and_an_old_meaning_say_nothing(exam):
    question = make_question()
    row = report(question)
    Report.objects.filter(pk=row.pk).update(status="declined", closed_at=NOW)
    doubt(question, Flag.MISKEY)
    Statistic.objects.update(meaning=question.revision.meaning + 1)
    assert whys(question) == []


def test_the_queue_costs_the_same_for_any_number_of_questions(exam, django_assert_num_queries):
    for _ in range(12):
        report(make_question())
    with django_assert_num_queries(7):
        assert len(needs_checking(TODAY)) == 12


def test_an_editor_sees_the_queue_and_filters_it(editor, exam):
    doubt(make_question(), Flag.MISKEY)
    html = editor.get(f"{LIST}checking/").content.decode()
    assert "is the key right?" in html
    assert '<span class="visually-hidden">Figures' in html  # the admin's .hidden hides from all
    assert "Nothing needs a look" in editor.get(f"{LIST}checking/?why=report").content.decode()
    assert "1 question" in editor.get(f"{LIST}checking/?why=nonsense").content.decode()


def test_an_editor_refreshes_the_figures_and_reads_them_by_option(editor, exam):
    questions = [make_question() for _ in range(5)]
    attempt = make_attempt(make_user("far.away@example.org"), questions)
    answer_all(attempt, "aabaa", at=NOW)
    html = editor.post(f"{LIST}refresh/", follow=True).content.decode()
    assert "5 first answers of 1 attempts were new" in html
    assert questions[2].code in html
    html = editor.get(f"{LIST}question/{questions[2].pk}/").content.decode()
    assert "1 first answer" in html
    assert '<caption class="visually-hidden">By option' in html
    assert "far.away" not in html
    assert editor.get(f"{LIST}refresh/").status_code == 302


def test_the_list_filters_by_flag(editor, exam):
    easy, hard = make_question(), make_question()
    doubt(easy, Flag.EASY)
    doubt(hard, Flag.HARD)
    html = editor.get(LIST, {"flag": "easy"}).content.decode()
    assert easy.code in html
    assert hard.code not in html


def test_the_csv_holds_a_row_for_each_question(editor, exam):
    question = make_question()
    doubt(question, Flag.HARD, Flag.NEGATIVE)
    lines = editor.get(f"{LIST}csv/").content.decode().splitlines()
    assert lines[0].startswith("question,topic,meaning,answers")
    assert lines[1].startswith(
        f"{question.code},{question.topic.slug},1,120,0.2,-0.3,,hard negative"
    )


@pytest.mark.parametrize("page", ["", "checking/", "csv/", "refresh/", "question/1/"])
def test_without_permission_there_is_nothing_to_see(client, exam, page):
    user = make_user("staff@example.com")
    user.is_staff = True
    user.save()
    client.force_login(user)
    assert client.get(LIST + page).status_code == 403


def test_nothing_is_changed_by_hand(editor, exam):
    row = doubt(make_question())
    assert editor.get(f"{LIST}add/").status_code == 403
    assert editor.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Statistic.objects.filter(pk=row.pk).exists()
