"""The list of questions as a place to work: filters that are kept, and one after the other."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guide.models import Question, SavedFilter

AGES = {"90": "3 months", "180": "6 months", "365": "a year"}


class AgeFilter(admin.SimpleListFilter):
    title = "facts checked"
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(days, f"over {name} ago") for days, name in AGES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        if (days := self.value()) not in AGES:
            return queryset
        return queryset.filter(checked__lt=timezone.localdate() - timedelta(days=int(days)))


class SavedFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "query"]
        widgets = {"query": forms.HiddenInput}


class Workbench(admin.ModelAdmin):
    change_list_template = "admin/guide/question/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        rows = super().get_queryset(request)
        return rows.prefetch_related("question_tasks__exam", "question_tasks__task")

    @admin.display(description="tasks")
    def in_exams(self, question: Question) -> SafeString | str:
        links = [(str(link),) for link in question.question_tasks.all()]
        return format_html_join("", '<span class="task">{}</span> ', links) or "–"

    @admin.display(description="age", ordering="-checked")
    def age(self, question: Question) -> SafeString:
        """Days since its facts were checked."""
        days = (timezone.localdate() - question.checked).days
        return format_html('<span title="facts checked on {}">{} d</span>', question.checked, days)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("filters/", view(self.keep_filter), name="guide_question_keep_filter"),
            path(
                "filters/<int:pk>/drop/", view(self.drop_filter), name="guide_question_drop_filter"
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        query = request.GET.copy()
        query.pop("p", None)
        kept = SavedFilter.objects.filter(user=request.user.pk)
        context = {"kept_filters": kept, "query": query.urlencode()}
        return super().changelist_view(request, context | (extra_context or {}))

    def keep_filter(self, request: HttpRequest) -> HttpResponse:
        """The filters and the search of the list, under a name; the same name again moves it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = SavedFilterForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            query = QueryDict(form.cleaned_data["query"]).urlencode()
            SavedFilter.objects.update_or_create(  # type: ignore[misc] # who is here is signed in
                user=request.user, name=form.cleaned_data["name"], defaults={"query": query}
            )
            messages.success(request, f"Kept as “{form.cleaned_data['name']}”.")
        elif request.method == "POST":
            messages.error(request, "Not kept: give the filter a name of up to 60 characters.")
        query = form.cleaned_data.get("query", "") if form.is_bound else ""
        return redirect(f"{reverse('admin:guide_question_changelist')}?{query}")

    def drop_filter(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method == "POST":
            SavedFilter.objects.filter(user=request.user.pk, pk=pk).delete()
        return redirect("admin:guide_question_changelist")

    # One after the other

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What comes next in the list is looked up before a save can move the question in it."""
        if object_id and "_next" in request.POST:
            request.next_pk = self._next(request, object_id)  # type: ignore[attr-defined] # ours
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _next(self, request: HttpRequest, object_id: str) -> int | None:
        pks = list(self._list(request).get_queryset(request).values_list("pk", flat=True))
        here = next((n for n, pk in enumerate(pks) if str(pk) == object_id), -1)
        return pks[here + 1] if here + 1 < len(pks) else None

    def _list(self, request: HttpRequest) -> ChangeList:
        """The list that the editor came from, with its filters."""
        asked = HttpRequest()
        asked.user, asked.method = request.user, "GET"
        asked.GET = QueryDict(request.GET.get("_changelist_filters", ""))
        return self.get_changelist_instance(asked)

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if "_next" not in request.POST:
            return super().response_change(request, obj)
        next_pk: int | None = getattr(request, "next_pk", None)
        if next_pk is None:
            messages.success(request, f"{obj} is saved: it was the last of the list.")
            return self.response_post_save_change(request, obj)
        messages.success(request, f"{obj} is saved. This is the next one.")
        url = reverse("admin:guide_question_change", args=[next_pk])
        kept: Any = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(kept, url))
