from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PublicRequest


@require_safe
@login_not_required
def account(request: PublicRequest) -> HttpResponse:
    return render(request, "accounts/account.html")
