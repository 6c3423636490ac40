"""What requests ask of the content."""

from django.http import Http404, HttpRequest
from django.utils import timezone

from guide.models import Exam


def asked_exam(request: HttpRequest, default: str | None = None) -> Exam:
    """The exam that the request names, else the one of that code, else the one sat now."""
    code = request.POST.get("exam") or request.GET.get("exam") or default
    exam = Exam.objects.chosen(code, timezone.localdate())
    if exam is None:
        raise Http404("There is no exam to prepare for. Load content first.")
    return exam
