"""People, for administrators. Editors have no access here."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User

admin.site.unregister([Authenticator, UserSession])  # secrets, and who is where: nobody's business
ROLES = {"groups": "", "is_staff": "staff", "is_superuser": "superuser", "is_active": ""}


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def clean_email(self) -> str:
        """One account for an address, whatever its capitals."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise get_adapter().validation_error("email_taken")
        return email


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return bool(request.user.is_superuser or not (user and user.is_superuser))


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    list_display = ["__str__", "is_staff", "is_active", "date_joined", "last_login"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["email"]
    fields = ["email", "is_active", "is_staff", "is_superuser", "groups"]
    actions = ["make_reset_link", "remove_second_steps"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Who changes a superuser, be it the password or the address, could become one."""
        return _may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _may_touch(request, obj) and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [] if request.user.is_superuser else ["is_superuser"]

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        """Of roles, the log says what they have become."""
        said = super().construct_change_message(request, form, formsets, add)
        changed = [name for name in ROLES if name in form.changed_data]
        if changed:
            user = form.instance
            held = [str(group) for group in user.groups.all()]
            held += [label for name, label in ROLES.items() if label and getattr(user, name)]
            now = ", ".join(held) or "none"
            roles: dict[str, Any] = {
                "name": "the roles, which are now",
                "object": now,
                "fields": changed,
            }
            said.append({"changed": roles})
        return said

    @admin.action(description="Make a link to set a new password", permissions=["change"])
    def make_reset_link(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For hosts without a mail server: the link that a mail would have brought."""
        for user in users.exclude(email=None):
            if not self.has_change_permission(request, user):
                messages.error(request, f"Only a superuser makes a link for {user.email}.")
                continue
            key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
            uid, _, token = key.partition("-")
            url = reverse("account_reset_password_from_key", args=[uid, token])
            message = f"Give this link to {user.email}: {request.build_absolute_uri(url)}"
            messages.success(request, message)

    @admin.action(description="Remove passkeys and authenticator app", permissions=["change"])
    def remove_second_steps(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For people who have lost their device and their recovery codes."""
        for user in users:
            if not self.has_change_permission(request, user):
                messages.error(request, f"Only a superuser does this for {user}.")
                continue
            Authenticator.objects.filter(user=user).delete()
            messages.success(request, f"{user} signs in with the password alone.")
