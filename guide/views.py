"""Pages of the guide: public, and the same for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from guide import queries
from guide.models import Exam, Term


def _public(response: HttpResponse) -> HttpResponse:
    """Browsers and proxies may keep the page, and ask whether it is still the same."""
    patch_cache_control(response, public=True, no_cache=True)
    return response


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    exams = Exam.objects.open_on(timezone.localdate()).prefetch_related("domains")
    return _public(render(request, "guide/home.html", {"exams": exams}))


@require_safe
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    groups = queries.contents(list(queries.topics_in_order()))
    return _public(render(request, "guide/index.html", {"contents": groups}))


@require_safe
@login_not_required
def glossary(request: HttpRequest) -> HttpResponse:
    terms = Term.objects.select_related("section__topic").defer(
        "section__text", "section__search_text", "section__topic__body", "section__topic__page"
    )
    return _public(render(request, "guide/glossary.html", {"terms": terms}))


@require_safe
@login_not_required
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.topic_page(slug)
    if page is None:
        raise Http404(f"There is no topic {slug}.")
    return _public(render(request, "guide/topic.html", {"shown": page}))


@vary_on_headers("HX-Request")
@require_safe
@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    found = queries.search(request.GET.get("q", "")[:200])
    template = (
        "guide/search.html#hits" if request.headers.get("HX-Request") else "guide/search.html"
    )
    return render(request, template, {"found": found})
