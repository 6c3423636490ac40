"""Loading is repeatable, all or nothing, and never over an editor's change."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guide import services
from guide.content.problems import ContentError
from guide.content.reading import read
from guide.dumping import dump
from guide.loading import Outcome, load
from guide.models import Exam, Question, Revision, Section, Skill, Topic
from tests.conftest import CONTENT
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path) -> Path:
    """The content of one topic."""
    for name in ("guide/sns.md", "recall/sns.yaml", "questions/sns.yaml", "exams.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CONTENT / name, tmp_path / name)
    subjects = "- slug: messaging\n  name: Messaging\n  topics:\n    - sns\n"
    (tmp_path / "subjects.yaml").write_text(subjects)
    page = tmp_path / "guide/sns.md"
    text = page.read_text()
    for other in {path.stem for path in (CONTENT / "guide").glob("*.md")} - {"sns"}:
        text = text.replace(f"({other}.md", "(sns.md")
    page.write_text(text)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def rows() -> list[list[tuple[object, ...]]]:
    models = (Topic, Section, Question, Revision, Exam)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def counts(report) -> dict[Outcome, int]:
    return {outcome: len(names) for outcome, names in report.names.items() if names}


def test_a_second_load_changes_nothing(folder):
    first = load(folder, now=NOW)
    assert set(counts(first)) == {Outcome.CREATED}
    before = rows()
    second = load(folder, now=NOW)
    assert counts(second) == {Outcome.UNCHANGED: first.count(Outcome.CREATED)}
    assert rows() == before


def test_what_is_loaded_is_published_with_its_task_in_each_exam(folder):
    load(folder, now=NOW)
    questions = Question.objects.with_options()
    assert questions.count() == questions.published().count() >= 4
    for question in questions:
        exams = {link.exam.code for link in question.question_tasks.all()}
        assert exams == {"DVA-C02", "DVA-C03"}


def test_the_domains_are_those_of_the_blueprints(folder):
    load(folder, now=NOW)
    weights = {e.code: [d.weight for d in e.domains.all()] for e in Exam.objects.all()}
    assert weights == {"DVA-C02": [32, 26, 24, 18], "DVA-C03": [30, 26, 22, 22]}
    formats = {(e.questions, e.minutes, e.pass_score) for e in Exam.objects.all()}
    assert formats == {(65, 130, 720)}


def test_every_error_is_reported_with_file_and_line_and_nothing_is_written(folder):
    edit(folder / "questions/sns.yaml", "difficulty: ", "difficulty: 9 #")
    edit(folder / "recall/sns.yaml", "section: sns#", "section: sns#no-")
    edit(folder / "exams.yaml", "weight: 32", "weight: 31")
    with pytest.raises(ContentError) as caught:
        load(folder, now=NOW)
    files = {(Path(problem.file).name, problem.line > 1) for problem in caught.value.problems}
    assert files == {("sns.yaml", True), ("exams.yaml", True)}
    assert len(caught.value.problems) >= 3
    assert not Topic.objects.exists()
    with pytest.raises(CommandError, match=r"exams\.yaml:\d+: error: .*\n?"):
        call_command("load_content", folder)


def test_a_changed_file_changes_the_row_and_makes_a_revision(folder):
    load(folder, now=NOW)
    question = Question.objects.with_options()[0]
    old = question.options.all()[0].text
    new = old[:-4] + "ward" if old[-4:].isalpha() else "To" + old
    edit(folder / "questions/sns.yaml", old, new)
    report = load(folder, now=NOW)
    assert report.names[Outcome.CHANGED] == [question.code]
    question.refresh_from_db()
    assert question.options.all()[0].text == new
    assert [r.number for r in question.revisions.all()] == [1, 2]
    assert question.revision.number == 2


def test_an_editors_change_is_kept_while_the_file_is_as_it_was(folder):
    load(folder, now=NOW)
    Question.objects.filter(kind="recall").update(explanation="Mended by an editor.")
    report = load(folder, now=NOW)
    assert report.count(Outcome.KEPT) == Question.objects.recall().count()
    assert set(Question.objects.recall().values_list("explanation", flat=True)) == {
        "Mended by an editor."
    }


def test_a_change_on_both_sides_is_a_conflict_until_forced(folder, capsys):
    load(folder, now=NOW)
    Topic.objects.update(summary="An editor's summary.")
    edit(folder / "guide/sns.md", "summary: ", "summary: In the file. ")
    call_command("load_content", folder)
    assert "sns: in conflict" in capsys.readouterr().err
    assert Topic.objects.get().summary == "An editor's summary."
    report = load(folder, now=NOW, force=True)
    assert report.count(Outcome.CHANGED) == 1
    assert Topic.objects.get().summary.startswith("In the file. ")


def test_what_is_gone_from_the_files_is_said_and_left(folder):
    load(folder, now=NOW)
    (folder / "recall/sns.yaml").unlink()
    report = load(folder, now=NOW)
    assert report.count(Outcome.ABSENT) == Question.objects.recall().count() > 0


def test_a_dump_writes_the_same_files_back(folder, tmp_path_factory):
    load(folder, now=NOW)
    assert dump(folder) == []
    copy = tmp_path_factory.mktemp("copy")
    dump(copy)
    names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*.*") if p.is_file())
    assert sorted(str(p.relative_to(copy)) for p in copy.rglob("*.*")) == names
    for name in names:
        assert (copy / name).read_bytes() == (folder / name).read_bytes(), name


def test_a_dump_writes_an_editors_change_and_nothing_else(folder):
    load(folder, now=NOW)
    question = Question.objects.recall()[0]
    Question.objects.filter(pk=question.pk).update(explanation="Mended by an editor.")
    assert dump(folder) == [folder / "recall/sns.yaml"]
    report = load(folder, now=NOW)
    assert set(counts(report)) == {Outcome.UNCHANGED}


def test_the_whole_content_loads_and_comes_back_byte_for_byte(tmp_path):
    load(CONTENT, now=NOW)
    assert Topic.objects.count() >= 29
    dump(tmp_path)
    for path in CONTENT.rglob("*.*"):
        if path.suffix in {".md", ".yaml"} and path.name != "blueprint.yaml":  # no rows hold it
            assert (tmp_path / path.relative_to(CONTENT)).read_bytes() == path.read_bytes(), path


def test_a_question_about_a_section_of_a_page_in_conflict_is_in_conflict_too(folder):
    load(folder, now=NOW)
    Topic.objects.update(summary="An editor's summary.")
    page = folder / "guide/sns.md"
    page.write_text(page.read_text() + "\n## Brand new\n\nSomething.\n")
    recall = folder / "recall/sns.yaml"
    recall.write_text(
        recall.read_text()
        + "\n- id: sns-recall-brand-new\n  section: sns#brand-new\n  prompt: New?\n  answer: Yes.\n"
    )
    report = load(folder, now=NOW)
    assert report.names[Outcome.CONFLICT] == ["sns", "sns-recall-brand-new"]
    assert load(folder, now=NOW, force=True).count(Outcome.CREATED) == 1


def test_a_draft_of_an_editor_stays_out_of_the_files(folder):
    load(folder, now=NOW)
    topic = Topic.objects.get()
    Question.objects.create(
        code="a-new-draft",
        topic=topic,
        section=topic.sections.all()[0],
        stem="Not yet",
        explanation="Not yet",
        checked=NOW.date(),
    )
    assert dump(folder) == []


def test_a_retired_recall_question_stays_retired_in_the_files(folder):
    load(folder, now=NOW)
    services.retire(Question.objects.recall()[0])
    assert dump(folder) == [folder / "recall/sns.yaml"]
    Question.objects.all().update(revision=None, status="draft")
    load(folder, now=NOW, force=True)
    assert Question.objects.recall().filter(status="retired").count() == 1


def test_a_text_longer_than_its_column_is_refused_on_every_database(folder):
    edit(folder / "guide/sns.md", "summary: ", "summary: " + "Very " * 80)
    with pytest.raises(ContentError, match=r"sns\.md:3: error: summary has \d+ characters, 300"):
        load(folder, now=NOW)


def test_a_section_that_an_editors_question_points_to_stays_and_is_said(folder):
    load(folder, now=NOW)
    topic = Topic.objects.get()
    section = topic.sections.get(anchor="raw-message-delivery")
    Question.objects.create(
        code="an-editors-question",
        topic=topic,
        section=section,
        stem="Of an editor",
        explanation="Not in the files",
        checked=NOW.date(),
    )
    for path in folder.rglob("sns.*"):
        text = path.read_text()
        text = text.replace("## Raw message delivery", "## Plain delivery")
        path.write_text(text.replace("#raw-message-delivery", "#plain-delivery"))
    report = load(folder, now=NOW)
    assert "sns#raw-message-delivery" in report.names[Outcome.CONFLICT]
    assert topic.sections.filter(anchor__in=["raw-message-delivery", "plain-delivery"]).count() == 2


def test_a_heading_that_is_too_long_is_refused_with_its_line(folder):
    page = folder / "guide/sns.md"
    page.write_text(page.read_text() + "\n## " + "Long " * 30 + "\n\nText.\n")
    line = page.read_text().count("\n") - 2
    with pytest.raises(ContentError, match=rf"sns\.md:{line}: error: a heading has more than 100"):
        load(folder, now=NOW)


def skills_for_all_tasks() -> str:
    """A skill for each task of both exams, all taught in one section."""
    exams = {exam.code: exam for exam in read(CONTENT).content.exams}
    return "\n".join(
        f'- exam: {code}\n  number: "{task.number}.1"\n  name: Some skill\n'
        "  sections:\n    - sns#fan-out\n"
        for code, exam in exams.items()
        for domain in exam.domains
        for task in domain.tasks
    )


def test_skills_are_loaded_with_the_sections_that_teach_them_and_come_back(folder):
    (folder / "skills.yaml").write_text(skills_for_all_tasks())
    load(folder, now=NOW)
    skill = Skill.objects.get(task__domain__exam__code="DVA-C03", number="2.3.1")
    assert [section.anchor for section in skill.sections.all()] == ["fan-out"]
    assert dump(folder) == []
    before = list(Skill.objects.values_list())
    load(folder, now=NOW)
    assert list(Skill.objects.values_list()) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sns#fan-out", "sns#nowhere", "there is no section sns#nowhere"),
        ('"1.1.1"', '"9.9.1"', "DVA-C02 has no task 9.9"),
        ('"1.2.1"', '"1.1.1"', "1.1.1 stands twice"),
        ("    - sns#fan-out\n", "", "sections"),
        ('"1.2.1"', '"1.1.2"', "DVA-C02 task 1.2 has no skill"),
    ],
)
def test_a_skill_that_no_section_teaches_is_an_error(folder, old, new, message):
    (folder / "skills.yaml").write_text(skills_for_all_tasks().replace(old, new, 1))
    with pytest.raises(ContentError, match=message):
        load(folder, now=NOW)


def test_the_report_counts_what_is_there(capsys):
    call_command("content_report", CONTENT)
    printed = capsys.readouterr().out
    content = read(CONTENT).content
    assert f"{len(content.pages)} topics" in printed
    assert f"{sum(map(len, content.questions.values()))} questions with options" in printed
    assert "oldest check of a page: 20" in printed
