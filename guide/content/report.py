"""What a folder of content holds, as lines of text. Pure."""

from collections import Counter
from collections.abc import Iterator

from guide import markdown
from guide.content.bank_report import bank_report
from guide.content.records import Content


def report(content: Content) -> Iterator[str]:
    """A line for each topic, then the sums, then the bank of questions."""
    yield f"{'topic':24} {'words':>6} {'sections':>9} {'recall':>7} {'questions':>10}  checked"
    words = sections = 0
    for slug, page in content.pages.items():
        outline = markdown.outline(page.body)
        own = sum(len(section.text.split()) for section in outline.sections)
        words, sections = words + own, sections + len(outline.sections)
        counts = f"{own:6} {len(outline.sections):9} {len(content.recall.get(slug, [])):7}"
        questions = len(content.questions.get(slug, []))
        yield f"{slug:24} {counts} {questions:10}  {page.checked}"
    yield from ("", f"{len(content.pages)} topics, {words} words, {sections} sections")
    yield f"{sum(map(len, content.recall.values()))} recall questions"
    yield f"{sum(map(len, content.questions.values()))} questions with options"
    for exam, count in Counter(skill.exam for skill in content.skills).items():
        yield f"{count} skills of {exam} have a section"
    oldest = min((page.checked for page in content.pages.values()), default=None)
    yield f"oldest check of a page: {oldest}"
    yield from bank_report(content)
