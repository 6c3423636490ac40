"""A real Chromium on the real application, with the content of one subject."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from guide.loading import load
from tests.browser import chromium
from tests.conftest import CONTENT

NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.path(), args=chromium.ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def content(django_db_setup, django_db_blocker) -> list[list[models.Model]]:
    """All rows of the content, loaded once."""
    with django_db_blocker.unblock():
        load(CONTENT, now=timezone.now())
        tables = apps.get_app_config("guide").get_models(include_auto_created=True)
        rows = [list(model._default_manager.all()) for model in tables]
        call_command("flush", interactive=False, verbosity=0)
    return rows


@pytest.fixture
def site(content, transactional_db, live_server) -> str:
    """The address of the application, with all content."""
    with transaction.atomic():
        for rows in filter(None, content):
            type(rows[0])._default_manager.bulk_create(rows)
    tables = [type(rows[0]) for rows in content if rows]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
    return live_server.url


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    contexts = []

    def make(**options) -> BrowserContext:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: NewContext) -> Iterator[Page]:
    """A page of which every error and every breach of the content policy fails the test."""
    page = new_context().new_page()
    faults = watch(page)
    yield page
    assert faults == []


def watch(page: Page) -> list[str]:
    """The page's errors from now on, but for refused answers, which are replies by design."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type == "error"
            and "status of 4" not in message.text
            and "Response Status Error" not in message.text
            and "htmx:afterRequest" not in message.text  # ended by going to another page
            and "htmx:sendAbort" not in message.text
            else None
        ),
    )
    return faults


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url} {violation['id']}: {node['html'][:150]}"
        for violation in found
        for node in violation["nodes"]
    ]
