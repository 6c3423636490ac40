"""Where allauth meets our people and their quizzes."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from quiz import services

log = logging.getLogger(__name__)


def guest_of(request: HttpRequest) -> User | None:
    """The guest who is here, also one whom accounts.middleware has set aside."""
    user = getattr(request, "guest", None) or getattr(request, "user", None)
    return user if isinstance(user, User) and user.is_guest else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "cannot_remove_primary_email": "The e-mail address that you sign in with stays.",
        "duplicate_email": "This e-mail address is yours already.",
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "email_taken": "Somebody has an account with this e-mail address already.",
        "max_email_addresses": "An account has at most %d e-mail addresses.",
        "unknown_email": "Nobody has an account with this e-mail address.",
        "unverified_primary_email": "Confirm your e-mail address first.",
    }

    def new_user(self, request: HttpRequest) -> User:
        """Signing up completes the row of the guest, who so keeps what was done before."""
        guest = guest_of(request)
        return User.objects.get(pk=guest.pk) if guest else User()

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
        except IntegrityError:  # the same form at the same moment: the other one has signed up
            raise ImmediateHttpResponse(redirect("account_login")) from None
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Without a mail server everything else goes on, and the host finds out from the log."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # SMTP's errors are of this kind too
            log.exception("A mail could not be sent: %s", template_prefix)

    @transaction.atomic
    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        guest = guest_of(request)
        super().login(request, user)
        if guest and isinstance(user, User) and guest.pk != user.pk:
            services.take_over(guest, by=user)

    def logout(self, request: HttpRequest) -> None:
        """A link to an account does not end a guest, whom signing in takes over."""
        asked = request.resolver_match and request.resolver_match.url_name == "account_logout"
        if asked or not guest_of(request):
            super().logout(request)

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """A change that waits can be cancelled; the address in use stays."""
        return bool(email_address.email != email_address.user.email)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Codes change every half minute.",
        "incorrect_passkey": "This passkey did not work here.",
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """allauth calls a passkey an incorrect code too."""
        passkey = code == "incorrect_code" and "credential" in self.request.POST
        error: ValidationError = super().validation_error(
            "incorrect_passkey" if passkey else code, *args
        )
        return error

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"
