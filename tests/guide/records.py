"""Records of questions for tests: one against which no rule has anything to say, and changes."""

from typing import Any

from guide.content.records import OptionRecord, QuestionRecord

TEXTS = [
    "Turn on long polling for each consumer.",
    "Raise the visibility timeout of orders.",
    "Move broken pieces into another bucket.",
    "Send large payloads through a function.",
    "Store the results inside a local cache.",
    "Copy the messages into a second stream.",
]
WHYS = [
    "Long polling lowers the number of empty answers and nothing else here.",
    "A longer timeout hides what is being processed until its work is done.",
    "Objects in a bucket are not what the workers of this shop wait for.",
    "Payload size has no part in this failure, since each order is small.",
    "A cache beside one worker is lost with it and unknown to all others.",
    "Streams keep every record for readers, so duplicates would only grow.",
]
STEM = (
    "A shop takes orders from a queue with several workers. An order needs two minutes, and "
    "many orders are processed twice although no worker has failed.\n\n"
    "Which change will meet the need of the shop?"
)
EXPLANATION = (
    "A message that is not deleted in time becomes visible again, and the next worker takes it. "
    "The timeout must therefore be longer than the work on one message, or be extended while "
    "the work goes on."
)


def make_record(*, select: int = 1, key: int = 1, **changes: Any) -> QuestionRecord:
    """A question that follows all rules; its keys stand from position `key` on."""
    count = {1: 4, 2: 5, 3: 6}[select]
    choose = {1: "", 2: " (Choose two.)", 3: " (Choose three.)"}[select]
    fields = {
        "id": "sqs-visibility-timeout",
        "tasks": {"DVA-C02": "1.1"},
        "difficulty": 2,
        "select": select,
        "stem": STEM + choose,
        "options": [
            OptionRecord(text=text, correct=key <= n < key + select, why=why)
            for n, (text, why) in enumerate(zip(TEXTS[:count], WHYS, strict=False))
        ],
        "explanation": EXPLANATION,
        "section": "sqs#visibility-timeout",
        "sources": ["Amazon SQS Developer Guide: Amazon SQS visibility timeout"],
        "checked": "2026-11-23",
    }
    return QuestionRecord(**fields | changes)


def with_option(n: int, *, of: QuestionRecord | None = None, **changes: Any) -> QuestionRecord:
    """The question with another n-th option."""
    record = of or make_record()
    options = list(record.options)
    options[n] = options[n].model_copy(update=changes)
    return record.model_copy(update={"options": options})


def with_texts(*texts: str, **changes: Any) -> QuestionRecord:
    """The question with these texts of its options, from the first on."""
    record = make_record(**changes)
    for n, text in enumerate(texts):
        record = with_option(n, of=record, text=text)
    return record


def prose(count: int, *, sentence: int = 10) -> str:
    """So many different words, in sentences of equal length (the last may be shorter)."""
    lines = [
        " ".join(f"word{n}" for n in range(start, min(start + sentence, count)))
        for start in range(0, count, sentence)
    ]
    return ". ".join(lines) + "."
