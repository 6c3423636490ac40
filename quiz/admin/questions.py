"""Questions that were answered: publishing says what becomes of the answers."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from guide import services
from guide.admin.comparing import COPY, comparison
from guide.admin.proposals import needs_second_pair
from guide.admin.questions import QuestionAdmin
from guide.content.rendered import asks_the_same, same_key
from guide.models import Question, Revision
from quiz import corrections
from quiz.admin.figures import Figures, FiguresFilter, ReportsFilter
from quiz.corrections import KeyChange, Touched
from quiz.models import Rekey
from quiz.services import rekeying

admin.site.unregister(Question)


class UndecidedFilter(admin.SimpleListFilter):
    """A content load changes a key without asking what becomes of the answers."""

    title = "key changed"
    parameter_name = "undecided"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("1", "answers to be decided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        if self.value() != "1":
            return queryset
        found = corrections.undecided(Question.objects.all())
        return queryset.filter(pk__in={change.before.question_id for change in found})


class DecisionForm(forms.Form):
    """What becomes of the answers to a key that has changed."""

    decision = forms.ChoiceField(
        label="The answers so far", widget=forms.RadioSelect, choices=Rekey.Decision
    )
    note = forms.CharField(
        max_length=200,
        required=False,
        help_text="for editors: what has changed, and why",
        widget=forms.TextInput({"class": "vLargeTextField"}),
    )

    def __init__(self, touched: Touched, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        effects = {
            Rekey.Decision.LEAVE: "no figure changes",
            Rekey.Decision.CREDIT: f"{touched.wrong} that were graded as wrong count as right",
            Rekey.Decision.VOID: f"{touched.answers} count neither as right nor as wrong",
        }
        self.fields["decision"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (decision.value, f"{decision.label}: {effect}") for decision, effect in effects.items()
        ]


class PublishForm(DecisionForm):
    """Also what kind of change it is; a changed key is a changed meaning."""

    seen = forms.CharField(widget=forms.HiddenInput)
    change = forms.ChoiceField(
        label="What has changed", widget=forms.RadioSelect, choices=Revision.Change
    )
    field_order = ["seen", "change", "decision", "note"]

    def __init__(self, touched: Touched, *args: Any, new_key: bool, **kwargs: Any) -> None:
        super().__init__(touched, *args, **kwargs)
        if new_key:
            meaning = Revision.Change.MEANING
            self.fields["change"].choices = [(meaning, meaning.label)]  # type: ignore[attr-defined]
        if not (new_key and touched.answers):
            del self.fields["decision"]


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _likely_change(old: dict[str, Any], new: dict[str, Any]) -> str:
    """What the texts alone can tell; else nothing is chosen beforehand."""
    if not same_key(old, new):
        return Revision.Change.MEANING
    return Revision.Change.WORDING if asks_the_same(old, new) else ""


def _keys(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """For the page: what was right, and what is."""
    right = [[o["text"] for o in content["options"] if o["correct"]] for content in (old, new)]
    return {"new_key": True, "right_before": right[0], "right_now": right[1]}


@admin.register(Question)
class AnsweredQuestionAdmin(Figures, QuestionAdmin):
    list_display = [
        *QuestionAdmin.list_display,
        "first_answers",
        "share_right",
        "discriminates",
        "reported",
    ]
    list_filter = [ReportsFilter, FiguresFilter, *QuestionAdmin.list_filter, UndecidedFilter]

    def get_urls(self) -> list[URLPattern]:
        view: Any = self.admin_site.admin_view
        own = [
            path("<int:pk>/publish/", view(self.publish_answered), name="guide_question_publish"),
            path("<int:pk>/decide/<int:number>/", view(self.decide), name="guide_question_decide"),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what is still to be decided of answers to an old key, and what was."""
        if question := context.get("original"):
            decided = question.rekeys.select_related("editor").annotate(
                old=F("before__number"), new=F("after__number")
            )
            own = Question.objects.filter(pk=question.pk)
            context |= {"undecided": corrections.undecided(own), "decided": decided}
        return super().render_change_form(request, context, *args, **kwargs)

    def publishing(self, request: HttpRequest, question: Question) -> HttpResponse:
        """A changed question that was answered has a page of its own for what to say of it."""
        before = question.revision
        changed = before is not None and before.content != services.frozen(question)
        if before is None or not changed or not corrections.touched(before).answers:
            return super().publishing(request, question)
        if reasons := services.reasons_not_to_publish(question, timezone.now()):
            return self.refused(request, question, reasons)
        url = reverse("admin:guide_question_publish", args=[question.pk])
        return redirect(f"{url}?{urlencode({'note': request.POST.get('publish_note', '')})}")

    def reasons_apart(self, question: Question) -> list[str]:
        """What answers are asked about can't be said of many questions at once."""
        before = question.revision
        if before is None or before.content == services.frozen(question):
            return []
        asked = bool(corrections.touched(before).answers)
        return ["it was answered: publish it on its page, and say what has changed"] * asked

    def _to_change(self, request: HttpRequest, pk: int) -> Question:
        question = get_object_or_404(Question.objects.complete(), pk=pk)
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        return question

    def publish_answered(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changes, whom it touches, wording or meaning; of a new key, what of the answers."""
        question = self._to_change(request, pk)
        before, content = question.revision, services.frozen(question)
        if before is None or before.content == content:
            messages.info(request, "Nothing to publish here: learners see this text already.")
            return redirect("admin:guide_question_change", pk)
        if needs_second_pair(request, question):
            raise PermissionDenied
        touched, new_key = corrections.touched(before), not same_key(before.content, content)
        initial = {
            "seen": services.digest(question),
            "change": _likely_change(before.content, content),
            "note": request.GET.get("note", ""),
        }
        form = PublishForm(touched, _sent(request), new_key=new_key, initial=initial)
        status = 422 if form.is_bound else 200
        if form.is_valid():
            try:
                return self._publish_so(request, question, **form.cleaned_data)
            except services.NotPublishable as error:
                return self.refused(request, question, error.reasons)
            except services.WorkingCopyChanged:
                messages.error(request, "The question has changed meanwhile. Look at it again.")
                initial |= {**form.cleaned_data, "seen": initial["seen"]}
                form, status = PublishForm(touched, new_key=new_key, initial=initial), 409
        context = {"title": "Publish", "form": form, "touched": touched}
        context |= _keys(before.content, content) if new_key else {}
        context["comparison"] = comparison(question, str(before.number), COPY)
        return self.page(request, "guide/question/publish.html", question, context, status)

    def _publish_so(self, request: HttpRequest, question: Question, **said: Any) -> HttpResponse:
        with transaction.atomic():
            revision = rekeying.publish(
                question, **said, now=timezone.now(), editor_id=request.user.pk
            )
            if said.get("decision"):
                self._say_decided(request, question, said["decision"])
            return self.published(request, question, revision)

    def _say_decided(self, request: HttpRequest, question: Question, decision: str) -> None:
        label = Rekey.Decision(decision).label
        self.log_change(request, question, f"The key has changed. {label}.")
        messages.success(request, f"{label}. Who answered is told in their history.")

    def decide(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """The same for a key that changed without being asked, by a content load say."""
        question = self._to_change(request, pk)
        own = corrections.undecided(Question.objects.filter(pk=pk))
        change = next((change for change in own if change.after.number == number), None)
        if change is None:
            messages.info(request, "Nothing to decide here, or not any more.")
            return redirect("admin:guide_question_change", pk)
        form = DecisionForm(change.touched, _sent(request))
        if form.is_valid():
            try:
                return self._decide_so(request, question, change, **form.cleaned_data)
            except rekeying.DecidedOtherwise as error:
                form.add_error("decision", f"It was decided already: {error}.")
        context = {
            "title": f"The key of revision {number}",
            "form": form,
            "touched": change.touched,
            **_keys(change.before.content, change.after.content),
            "comparison": comparison(question, str(change.before.number), str(number)),
        }
        status = 422 if form.is_bound else 200
        return self.page(request, "guide/question/publish.html", question, context, status)

    def _decide_so(
        self, request: HttpRequest, question: Question, change: KeyChange, **said: Any
    ) -> HttpResponse:
        with transaction.atomic():
            rekeying.rekey(
                change.before, change.after, **said, now=timezone.now(), editor_id=request.user.pk
            )
            self._say_decided(request, question, said["decision"])
        return redirect("admin:guide_question_change", question.pk)
