"""What administrators may do with people."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db

USERS = reverse("admin:accounts_user_changelist")
ADD = reverse("admin:accounts_user_add")


def url_of(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna@example.org")


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("boss@example.org")


@pytest.fixture
def desk(client: Client, boss: User) -> Client:
    client.force_login(boss)
    return client


def clerk(*acts: str) -> Client:
    """Staff with these permissions on people, but no superuser."""
    user = User.objects.create_user("clerk@example.org", is_staff=True)
    names = [f"{act}_user" for act in acts]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def ask_for_links(client: Client, *users: User):
    picked = {"action": "make_reset_link", "_selected_action": [user.pk for user in users]}
    return client.post(USERS, picked, follow=True)


def links_for(page) -> set[str]:
    return set(re.findall(r"Give this link to (\S+): http://testserver/", page.text))


def test_a_superuser_makes_links_for_everybody_with_an_address(desk, anna, boss):
    page = ask_for_links(desk, anna, boss, User.objects.create_guest())
    assert links_for(page) == {anna.email, boss.email}


def test_a_link_sets_a_new_password(desk, anna):
    page = ask_for_links(desk, anna)
    visitor = Client()
    form = visitor.get(re.search(r"http://testserver([^\s<]+)", page.text)[1], follow=True)
    new = {"password1": "a long pass phrase", "password2": "a long pass phrase"}
    visitor.post(form.request["PATH_INFO"], new)
    anna.refresh_from_db()
    assert anna.check_password("a long pass phrase")


def test_staff_make_no_link_for_a_superuser(anna, boss):
    page = ask_for_links(clerk("view", "change"), anna, boss)
    assert links_for(page) == {anna.email}
    assert "Only a superuser makes a link for boss@example.org." in page.text


def test_a_link_needs_the_permission_to_change_people(anna):
    assert links_for(ask_for_links(clerk("view"), anna)) == set()


def test_staff_make_nobody_a_superuser_and_change_none(anna, boss):
    client = clerk("view", "change")
    form = {"email": "clerks@example.org", "is_active": "on", "is_superuser": "on"}
    assert client.post(url_of(boss), form).status_code == 403
    assert client.post(url_of(anna), form).status_code == 302
    anna.refresh_from_db()
    assert (anna.email, anna.is_superuser) == ("clerks@example.org", False)


def test_staff_delete_people_but_no_superuser(anna, boss):
    client = clerk("view", "delete")
    picked = {"action": "delete_selected", "_selected_action": [boss.pk], "post": "yes"}
    client.post(USERS, picked)
    for user in (anna, boss):
        client.post(reverse("admin:accounts_user_delete", args=[user.pk]), {"post": "yes"})
    assert set(User.objects.values_list("email", flat=True)) == {boss.email, "clerk@example.org"}


def test_an_address_is_saved_in_lower_case(desk, anna):
    desk.post(ADD, {"email": "Bea@Example.ORG"})
    desk.post(url_of(anna), {"email": "ANNA@example.com", "is_active": "on"})
    assert set(User.objects.exclude(is_superuser=True).values_list("email", flat=True)) == {
        "bea@example.org",
        "anna@example.com",
    }


@pytest.mark.parametrize("there", ["anna@example.org", "Anna@example.org"])
def test_an_address_that_is_there_in_another_case_is_refused(desk, anna, there):
    User.objects.filter(pk=anna.pk).update(email=there)
    page = desk.post(ADD, {"email": "ANNA@example.org"})
    assert "an account with this e-mail address already" in str(
        page.context["adminform"].form.errors["email"]
    )
    assert User.objects.filter(email__iexact="anna@example.org").count() == 1


def test_an_address_may_stay_as_it_is(desk, anna):
    page = desk.post(url_of(anna), {"email": "Anna@example.org"}, follow=True)
    assert "was changed successfully" in page.text
    anna.refresh_from_db()
    assert (anna.email, anna.is_active) == ("anna@example.org", False)
