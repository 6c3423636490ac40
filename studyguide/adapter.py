"""Where allauth meets our people and their quizzes."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from quiz import services


def guest_of(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.is_guest else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    def new_user(self, request: HttpRequest) -> User:
        """Signing up completes the row of the guest, who so keeps what was done before."""
        guest = guest_of(request)
        return User.objects.get(pk=guest.pk) if guest else User()

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
