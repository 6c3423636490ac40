"""The writers of content: topics with their sections, questions with their revisions."""

from guide.services.questions import (
    NotPublishable,
    freeze,
    frozen,
    publish,
    reasons_not_to_publish,
    retire,
)
from guide.services.topics import (
    SectionInUse,
    drop_sections,
    finish_topic,
    refresh_page,
    save_topic,
    store_topic,
)

__all__ = [
    "NotPublishable",
    "SectionInUse",
    "drop_sections",
    "finish_topic",
    "freeze",
    "frozen",
    "publish",
    "reasons_not_to_publish",
    "refresh_page",
    "retire",
    "save_topic",
    "store_topic",
]
