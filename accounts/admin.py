"""People, for administrators. Editors have no access here."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["__str__", "is_staff", "is_active", "date_joined", "last_login"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["email"]
    fields = ["email", "is_active", "is_staff", "is_superuser", "groups"]
    filter_horizontal = ["groups"]
    actions = ["make_reset_link"]

    @admin.action(description="Make a link to set a new password")
    def make_reset_link(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For hosts without a mail server: the link that a mail would have brought."""
        for user in users.exclude(email=None):
            key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
            uid, _, token = key.partition("-")
            url = reverse("account_reset_password_from_key", args=[uid, token])
            message = f"Give this link to {user.email}: {request.build_absolute_uri(url)}"
            messages.success(request, message)
