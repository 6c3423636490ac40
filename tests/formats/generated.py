"""Questions and files that nobody would think of."""

from hypothesis import strategies as st

from guide.content.records import OptionRecord, QuestionRecord, RecallRecord, ReviewRecord
from guide.formats.base import UNFIT
from guide.formats.registry import FORMATS

# Signs that mean something to some format, letters, and whatever else there is.
SIGNS = st.sampled_from([*"=~#{}:%[]\\/'\"<>&;,|`*_-+@$. \n\tAB1é→😀", "\n\n", "]]>", "####"])
ANY = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029")
TEXTS = st.lists(SIGNS | ANY, min_size=1, max_size=25).map("".join)


def _clean(text: str) -> str:
    """As a record would have it."""
    return "\n".join(UNFIT.sub("", text).strip().splitlines())


texts = TEXTS.map(_clean).filter(bool)
lines = texts.map(lambda text: " ".join(text.split())).filter(bool)
codes = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){2,4}", fullmatch=True)
sections = st.from_regex(r"[a-z0-9]{1,8}#[a-z0-9]{1,8}", fullmatch=True)
statuses = st.sampled_from(["draft", "published", "retired"])
options = st.builds(OptionRecord, text=texts, correct=st.booleans(), why=texts | st.just(""))
reviews = st.builds(
    ReviewRecord,
    solved=st.sampled_from(["right", "wrong"]),
    attacked=st.booleans(),
    date=st.dates(),
)
questions = st.builds(
    QuestionRecord,
    id=codes,
    tasks=st.dictionaries(lines, st.just("1.2"), min_size=1, max_size=2),
    skill=lines | st.just(""),
    difficulty=st.integers(1, 3),
    select=st.integers(1, 3),
    stem=texts,
    options=st.lists(options, min_size=2, max_size=8),
    explanation=texts,
    section=sections,
    sources=st.lists(lines, max_size=3),
    checked=st.dates(),
    constraint=lines | st.just(""),
    negative=st.booleans(),
    volatile=st.booleans(),
    fixed_order=st.booleans(),
    status=statuses,
    note=texts | st.just(""),
    review=st.none() | reviews,
)
recalls = st.builds(
    RecallRecord, id=codes, section=sections, prompt=texts, answer=texts, status=statuses
)
records = st.lists(questions | recalls, min_size=1, max_size=3)


@st.composite
def broken_files(draw: st.DrawFn, key: str) -> bytes:
    """A good file with a part cut out and another put in; or nothing of a file at all."""
    if draw(st.booleans()):
        return draw(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
    data = FORMATS[key].write(
        draw(records.filter(lambda found: all(map(FORMATS[key].holds, found))))
    )
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 40)))
    inside = draw(st.binary(max_size=8) | TEXTS.map(lambda text: text.encode()))
    return data[:start] + inside + data[end:]
