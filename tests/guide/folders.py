"""The smallest folder of content without a fault."""

from pathlib import Path

from guide.content.writing import records_text
from tests.guide.records import make_record

EXAMS = """\
- code: DVA-C02
  name: An exam
  minutes: 130
  questions: 65
  scored_questions: 50
  pass_score: 720
  lowest_score: 100
  highest_score: 1000
  domains:
    - number: 1
      name: All of it
      weight: 100
      tasks:
        - number: "1.1"
          name: Do it
"""
SUBJECTS = """\
- slug: messaging
  name: Messaging
  topics:
    - sqs
"""
PAGE = """\
---
title: SQS
summary: Queues.
checked: 2026-11-23
sources:
  - "Amazon SQS Developer Guide: Queues"
---

Queues keep messages.

## Visibility timeout

Hidden while it is processed.
"""
RECALL = """\
- id: sqs-recall-what
  section: sqs#visibility-timeout
  prompt: What does a queue keep?
  answer: Messages.
"""
QUESTIONS = records_text([make_record()])
FILES = {
    "exams.yaml": EXAMS,
    "subjects.yaml": SUBJECTS,
    "guide/sqs.md": PAGE,
    "recall/sqs.yaml": RECALL,
    "questions/sqs.yaml": QUESTIONS,
}


def make_folder(path: Path) -> Path:
    for name, text in FILES.items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path
