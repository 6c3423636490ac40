from guide.content import spelling


def unknown(folder, text: str, name: str = "guide/sqs.md") -> list[str]:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return [str(problem).removeprefix(f"{path}:") for problem in spelling.problems(folder)]


def test_a_misspelt_word_is_an_error_where_it_stands(tmp_path):
    found = unknown(tmp_path, "A queue.\n\nIt holds mesages.\n")
    assert found == ["3: error: unknown word 'mesages': mend it, or add it to words.txt"]


def test_names_code_links_and_references_are_not_words(tmp_path):
    text = "CreateQueue, AWS, `xyzzyx`, [a queue](xyzzyx.md#xyzzyx), a/xyzzyx\n\n```\nxyzzyx\n```\n"
    assert unknown(tmp_path, text) == []
    yaml = "- id: xyzzyx-a-b\n  section: xyzzyx#xyzzyx\n"
    assert unknown(tmp_path, yaml, "questions.yaml") == []


def test_words_of_the_project_are_in_its_list(tmp_path):
    (tmp_path / "words.txt").write_text("redrive\n")
    assert unknown(tmp_path, "A redrive.\n") == []
