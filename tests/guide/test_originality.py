import pytest
from django.core.management import CommandError, call_command

from guide.content.originality import findings
from tests.guide.folders import make_folder
from tests.guide.records import make_record, with_option


def plain(count: int, name: str = "word") -> str:
    return " ".join(f"{name}{n}" for n in range(count))


@pytest.mark.parametrize(("shared", "count"), [(5, 0), (6, 1)])
def test_no_stem_is_like_one_of_another_bank(shared, count):
    item = make_record(stem=f"{plain(shared)} {plain(10 - shared, 'own')}")
    other = f"{plain(10 - shared, 'other')} {plain(shared)}"

    found = list(findings([item], {"others.txt #7": other}, {}))
    assert len(found) == count
    assert all("others.txt #7" in message for _, _, message in found)


@pytest.mark.parametrize(
    ("length", "in_bank", "on_page"),
    [(11, False, False), (12, True, False), (14, True, False), (15, True, True)],
)
@pytest.mark.parametrize("part", ["stem", "explanation", "text", "why"])
def test_no_run_of_words_is_taken_over(length, in_bank, on_page, part):
    text = f"Own words {plain(length)} own words"
    item = (
        make_record(**{part: text})
        if part in {"stem", "explanation"}
        else with_option(2, **{part: text})
    )
    other = f"Before. {plain(length).upper()}, then {plain(50, 'more')}"

    assert bool(list(findings([item], {"a": other}, {}))) is in_bank
    assert bool(list(findings([item], {}, {"a": other}))) is on_page


def test_questions_of_one_bank_are_not_compared_with_each_other():
    twins = [make_record(), make_record(id="sqs-other-question")]

    assert list(findings(twins, {"a": "Nothing of this.", "b": "Nothing of this."}, {})) == []


def test_the_command_compares_with_the_texts_of_a_folder(tmp_path, capsys):
    folder = make_folder(tmp_path / "content")
    others = tmp_path / "others"
    others.mkdir()
    (others / "bank.txt").write_text(f"Something else.\n---\n{make_record().stem}\n")
    with pytest.raises(CommandError, match="errors"):
        call_command("check_content", folder, stems=others)
    printed = capsys.readouterr().out
    assert "sqs-visibility-timeout: B04 its stem is like bank.txt #2 (1.00)" in printed
    assert "processed twice" not in printed


def test_the_command_refuses_what_is_no_folder(tmp_path):
    folder = make_folder(tmp_path / "content")
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("check_content", folder, pages=tmp_path / "nowhere")
