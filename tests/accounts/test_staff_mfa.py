"""Second steps of staff, where the host asks for them, and for people who have lost theirs."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.everything import PASSWORD, SECRET, signed_in
from tests.accounts.test_mfa import give_password, set_up_app, user_of


@pytest.fixture(autouse=True)
def _no_tries_so_far():
    cache.clear()


@pytest.fixture
def anna(db) -> User:
    return User.objects.create_user("anna@example.org", PASSWORD)


def test_staff_add_a_second_step_first_where_the_host_says_so(settings, anna):
    User.objects.filter(pk=anna.pk).update(is_staff=True)
    client = signed_in(anna)
    assert client.get("/admin/").status_code == 200

    settings.STAFF_MFA = True
    for page in ("/admin/", "/admin/guide/question/"):
        assert client.get(page).url == reverse("mfa_index")
    RecoveryCodes.activate(anna)
    assert client.get("/admin/").status_code == 302, "codes alone are no second step"

    set_up_app(client)
    assert client.get("/admin/").status_code == 200


def test_learners_are_never_made_to(settings, client, anna):
    settings.STAFF_MFA = True
    give_password(client)

    assert user_of(client) == anna
    assert client.get(reverse("quiz:history")).status_code == 200
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_an_administrator_lets_in_who_has_lost_everything(client, anna):
    TOTP.activate(anna, SECRET)
    client.force_login(User.objects.create_superuser("boss@example.org"))
    users = reverse("admin:accounts_user_changelist")

    client.post(users, {"action": "remove_second_steps", "_selected_action": [anna.pk]})

    give_password(back := Client())
    assert user_of(back) == anna


def test_only_a_superuser_lets_in_a_superuser(client, db):
    boss = User.objects.create_superuser("boss@example.org", PASSWORD)
    TOTP.activate(boss, SECRET)
    clerk = User.objects.create_user("clerk@example.org", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user"]))
    client.force_login(clerk)
    users = reverse("admin:accounts_user_changelist")

    client.post(users, {"action": "remove_second_steps", "_selected_action": [boss.pk]})

    assert Authenticator.objects.filter(user=boss).exists()
