"""The writers of content: topics with their sections, questions with their revisions."""

from guide.services.conflicts import (
    ConflictChanged,
    NotToBeTaken,
    decide_conflict,
    remember_conflicts,
    sides,
    take_question,
)
from guide.services.import_plans import ImportPlan, Outcome, plan_import
from guide.services.imports import (
    NotImportable,
    NotUndoable,
    PlanChanged,
    apply_import,
    receive,
    undo_import,
)
from guide.services.proposals import needs_second_pair, propose, send_back, withdraw
from guide.services.questions import (
    NotPublishable,
    freeze,
    frozen,
    publish,
    reasons_not_to_publish,
    retag,
    retire,
)
from guide.services.records import section_of, tasks_by_number, write_question
from guide.services.revisions import WorkingCopyChanged, digest, restore
from guide.services.topics import (
    SectionInUse,
    drop_sections,
    finish_topic,
    refresh_page,
    save_topic,
    store_topic,
)

__all__ = [
    "ConflictChanged",
    "ImportPlan",
    "NotImportable",
    "NotPublishable",
    "NotToBeTaken",
    "NotUndoable",
    "Outcome",
    "PlanChanged",
    "SectionInUse",
    "WorkingCopyChanged",
    "apply_import",
    "decide_conflict",
    "digest",
    "drop_sections",
    "finish_topic",
    "freeze",
    "frozen",
    "needs_second_pair",
    "plan_import",
    "propose",
    "publish",
    "reasons_not_to_publish",
    "receive",
    "refresh_page",
    "remember_conflicts",
    "restore",
    "retag",
    "retire",
    "save_topic",
    "section_of",
    "send_back",
    "sides",
    "store_topic",
    "take_question",
    "tasks_by_number",
    "undo_import",
    "withdraw",
    "write_question",
]
