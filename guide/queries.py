"""Reads for the pages of the guide."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from django.db.models import Case, F, JSONField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from guide.models import Question, Section, Topic
from guide.words import excerpt, marked, normal, plain_text, terms

MOST_HITS = 30
IN_ORDER = (
    "topic__subject__position",
    "topic__subject__slug",
    "topic__position",
    "topic__slug",
    "position",
)


@dataclass(frozen=True)
class Group:
    """A subject and its topics, in the order of reading."""

    name: str
    topics: Sequence[Topic]


def contents(topics: Sequence[Topic]) -> list[Group]:
    """The table of contents."""
    return [
        Group(name, list(group)) for name, group in groupby(topics, key=lambda t: t.subject.name)
    ]


def topics_in_order() -> QuerySet[Topic]:
    """All topics for a table of contents, without their texts."""
    return Topic.objects.select_related("subject").defer("body", "page", "search_text")


@dataclass(frozen=True)
class TopicPage:
    """A topic as its page shows it, between its neighbours."""

    topic: Topic
    page: dict[str, Any]
    contents: Sequence[Group]
    previous: Topic | None
    next: Topic | None


def topic_page(slug: str) -> TopicPage | None:
    """Everything for a topic's page, in one query: all topics, with the text of one."""
    text = Case(When(slug=slug, then=F("page")), default=Value(None, output_field=JSONField()))
    topics = list(topics_in_order().annotate(text=text))
    here = next((n for n, topic in enumerate(topics) if topic.slug == slug), None)
    if here is None:
        return None
    return TopicPage(
        topic=topics[here],
        page=topics[here].text,
        contents=contents(topics),
        previous=topics[here - 1] if here else None,
        next=topics[here + 1] if here + 1 < len(topics) else None,
    )


@dataclass(frozen=True)
class Hit:
    """A place that a search found: a topic, a section, or a recall question of a section."""

    kind: str
    title: SafeString
    topic: str
    url: str
    text: SafeString


@dataclass(frozen=True)
class Found:
    query: str
    hits: Sequence[Hit]
    is_cut: bool
    nearest: Sequence[tuple[str, str]]  # titles and addresses, when there is no hit


def search(query: str) -> Found:
    """Places where every word of the query occurs: titles before text, in the order of reading.

    Compares folded text, so that every database finds the same.
    """
    wanted = terms(query)
    if not wanted:
        return Found(query, [], False, [])
    hits = [*_topics(wanted), *_sections(wanted), *_recall(wanted)]
    ranked = [hit for _, hit in sorted(hits, key=lambda pair: pair[0])]
    nearest = [] if hits else _nearest(query)
    return Found(query, ranked[:MOST_HITS], len(ranked) > MOST_HITS, nearest)


RankedHit = tuple[int, Hit]
IN_TOPIC_TITLE, IN_SECTION_TITLE, IN_SUMMARY, IN_RECALL, IN_TEXT = range(5)


def _all_in(column: str, wanted: Sequence[str]) -> Q:
    return Q(*(Q(**{f"{column}__contains": term}) for term in wanted))


def _safe_mark(text: str, wanted: list[str]) -> SafeString:
    return mark_safe(marked(text, wanted))


def _topics(wanted: list[str]) -> list[RankedHit]:
    found = []
    for topic in topics_in_order().filter(_all_in("search_text", wanted)):
        in_title = all(term in normal(topic.title) for term in wanted)
        hit = Hit(
            kind="Topic",
            title=_safe_mark(topic.title, wanted),
            topic=topic.subject.name,
            url=topic.get_absolute_url(),
            text=_safe_mark(topic.summary, wanted),
        )
        found.append((IN_TOPIC_TITLE if in_title else IN_SUMMARY, hit))
    return found


def _sections(wanted: list[str]) -> list[RankedHit]:
    sections = (
        Section.objects.filter(_all_in("search_text", wanted))
        .annotate(in_title=Case(When(_all_in("search_title", wanted), then=0), default=1))
        .select_related("topic")
        .defer("topic__body", "topic__page", "search_text")
        .order_by("in_title", *IN_ORDER)
    )
    return [
        (
            IN_TEXT if section.in_title else IN_SECTION_TITLE,
            Hit(
                kind="Section",
                title=_safe_mark(section.title, wanted),
                topic=section.topic.title,
                url=section.get_absolute_url(),
                text=_safe_mark(excerpt(section.text, wanted), wanted),
            ),
        )
        for section in sections[: MOST_HITS + 1]
    ]


def _recall(wanted: list[str]) -> list[RankedHit]:
    prompts = (
        Question.objects.recall()
        .published()
        .filter(_all_in("search_text", wanted))
        .select_related("topic", "revision")
        .defer("topic__body", "topic__page")
        .order_by(*IN_ORDER)
    )
    return [
        (
            IN_RECALL,
            Hit(
                kind="Check yourself",
                title=_safe_mark(plain_text(question.revision.content["stem"]), wanted),
                topic=question.topic.title,
                url=f"{question.topic.get_absolute_url()}#{question.code}",
                text=SafeString(""),
            ),
        )
        for question in prompts[:MOST_HITS]
        if question.revision
    ]


def _nearest(query: str) -> list[tuple[str, str]]:
    """Titles that look like the query, for a word that was misspelt."""
    titles = {
        normal(topic.title): (topic.title, topic.get_absolute_url()) for topic in topics_in_order()
    }
    for section in Section.objects.select_related("topic").only("title", "anchor", "topic__slug"):
        titles.setdefault(normal(section.title), (section.title, section.get_absolute_url()))
    close = get_close_matches(normal(query), titles, n=5, cutoff=0.5)
    return [titles[title] for title in close] or [("All topics", reverse("guide:index"))]
