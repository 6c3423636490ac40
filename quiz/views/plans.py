"""What somebody prepares for, and by what rules."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import PublicRequest
from quiz import services
from quiz.forms import PlanForm
from quiz.requests import asked_exam, own_plan, use_zone
from quiz.views.guards import known_user


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def plan(request: PublicRequest) -> HttpResponse:
    own = own_plan(request)
    sent = request.POST if request.method == "POST" else None
    exam = asked_exam(request, own)
    form = PlanForm(timezone.localdate(), sent, instance=own, initial={"exam": exam})
    if form.is_valid():
        user = known_user(request)
        use_zone(request, services.save_plan(user, now=timezone.now(), **form.cleaned_data))
        messages.success(request, "Your plan is saved.")
        return redirect("quiz:plan")
    context = {"form": form, "is_new": own is None, "exam": exam}
    return render(request, "quiz/plan.html", context, status=422 if form.is_bound else 200)
