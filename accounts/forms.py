from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.account.forms import AddEmailForm
from allauth.account.models import EmailAddress
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest

from accounts.models import User


class ChangeEmailForm(AddEmailForm):  # type: ignore[misc] # allauth has no types
    """The address in use stays until the new one is confirmed, also when it never was itself."""

    email = EmailField(label="New e-mail address")
    user: User

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if User.objects.filter(email=email).exists():
            raise get_adapter().validation_error("email_taken")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        EmailAddress.objects.filter(user=self.user).exclude(email=self.user.email).delete()
        return EmailAddress.objects.add_email(
            request, self.user, self.cleaned_data["email"], confirm=True
        )


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    name = forms.CharField(
        required=False,
        max_length=60,
        label_suffix="",
        help_text="So that you know it again in the list.",
    )
    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        label="Sign in with it alone",
        help_text="Without a tick it is a second step, after the password. "
        "That suits a security key that has no PIN and knows no finger or face.",
    )

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except (AttributeError, KeyError, TypeError, ValueError):  # what no browser sends
            raise forms.ValidationError("This passkey did not work here.") from None
        return cleaned
