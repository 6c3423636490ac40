import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User

ADDRESS = "anna@example.org"
NEW_ADDRESS = "bea@example.org"
PASSWORD = "horse battery staple"
NEW_PASSWORD = "another long password"
INLINE = re.compile(
    r"<style|\sstyle\s*=|<[^>]*\son\w+\s*=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def _no_tries_so_far():
    cache.clear()


@pytest.fixture
def anna(db) -> User:
    return User.objects.create_user(ADDRESS, PASSWORD)


@pytest.fixture
def guest(client, db) -> User:
    """Somebody who took a quiz before signing up."""
    guest = User.objects.create_guest()
    client.force_login(guest)
    return guest


def sign_up(client, email=ADDRESS, password=PASSWORD):
    return client.post(reverse("account_signup"), {"email": email, "password1": password})


def sign_in(client, email=ADDRESS, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def user_of(client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def ask_for_reset(client, email=ADDRESS):
    return client.post(reverse("account_reset_password"), {"email": email}, follow=True)


def choose_password(client, link, password=NEW_PASSWORD):
    form = client.get(link, follow=True)
    new = {"password1": password, "password2": password}
    return client.post(form.request["PATH_INFO"], new, follow=True)


def change_address(client, email=NEW_ADDRESS):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client.post(reverse("account_email"), {"action_add": "1", "email": email}, follow=True)


def link_in(mail) -> str:
    (link,) = re.findall(r"http://testserver(/\S+)", mail.body)
    return link


def test_an_address_and_a_password_are_all_it_takes_to_sign_up(client, db):
    response = sign_up(client)

    assert response.url == reverse("progress:dashboard")
    assert user_of(client).email == ADDRESS
    assert user_of(client).check_password(PASSWORD)


@pytest.mark.parametrize("email", [ADDRESS, ADDRESS.upper()])
def test_an_address_has_one_account(client, anna, email):
    page = sign_up(client, email)

    assert "an account with this e-mail address already" in page.text
    assert list(User.objects.all()) == [anna]


def test_an_error_is_tied_to_its_field(client, db):
    page = sign_up(client, password="short")

    field = re.search(r'<input[^>]*name="password1"[^>]*>', page.text)[0]
    assert 'aria-invalid="true"' in field
    for element in re.search(r'aria-describedby="([^"]+)"', field)[1].split():
        assert f'id="{element}"' in page.text
    assert "<title>Error: Sign up" in page.text


@pytest.mark.parametrize("email", [ADDRESS, "nobody@example.org"])
def test_a_wrong_password_says_no_more_than_an_unknown_address(client, anna, email):
    page = sign_in(client, email, "a wrong password")

    assert "The e-mail address or the password is not right." in page.text
    assert user_of(client) is None


@pytest.mark.parametrize("email", [ADDRESS, ADDRESS.upper(), "Anna@Example.org"])
def test_capital_letters_in_the_address_do_not_matter(client, anna, email):
    sign_in(client, email)

    assert user_of(client) == anna


def test_too_many_tries_are_slowed_down_and_said_so(client, anna):
    for _ in range(5):
        sign_in(client, password="a wrong password")

    assert "Too many failed login attempts" in sign_in(client).text


def test_too_many_requests_get_a_page_that_says_so(client, anna):
    pages = [ask_for_reset(client) for _ in range(6)]

    assert pages[-1].status_code == 429
    assert "Nothing is locked" in pages[-1].text


def test_a_reset_answers_the_same_for_a_known_and_an_unknown_address(client, anna):
    known, unknown = ask_for_reset(client), ask_for_reset(client, "nobody@example.org")

    assert known.redirect_chain == unknown.redirect_chain
    assert known.text == unknown.text


def test_a_reset_link_works_once_and_its_password_signs_in(client, anna, mailoutbox):
    elsewhere, later = Client(), Client()
    sign_in(elsewhere)
    ask_for_reset(client)
    link = link_in(mailoutbox[0])

    choose_password(client, link)

    assert user_of(client) == anna
    assert elsewhere.get(reverse("account_email")).status_code == 302
    assert "This link does not work" in later.get(link, follow=True).text
    sign_in(later, password=NEW_PASSWORD)
    assert user_of(later) == anna


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told(
    client, db, mailoutbox, confirmed
):
    sign_up(client)
    if confirmed:
        client.post(link_in(mailoutbox[0]))
    mailoutbox.clear()

    change_address(client)

    (to_the_new,) = mailoutbox
    assert to_the_new.to == [NEW_ADDRESS]
    assert user_of(client).email == ADDRESS

    client.post(link_in(to_the_new))

    to_the_old = mailoutbox[-1]
    assert to_the_old.to == [ADDRESS]
    assert f"changed from {ADDRESS} to {NEW_ADDRESS}" in to_the_old.body
    assert user_of(client).email == NEW_ADDRESS
    sign_in(old := Client())
    assert user_of(old) is None


def test_a_change_that_was_cancelled_cannot_be_confirmed(client, anna, mailoutbox):
    client.force_login(anna)
    change_address(client)

    client.post(reverse("account_email"), {"action_remove": "1", "email": NEW_ADDRESS})

    assert client.post(link_in(mailoutbox[0])).status_code == 404
    assert user_of(client).email == ADDRESS


def test_the_address_in_use_cannot_be_removed(client, anna):
    client.force_login(anna)
    change_address(client)

    client.post(reverse("account_email"), {"action_remove": "1", "email": ADDRESS})

    assert user_of(client).email == ADDRESS


def test_the_address_of_another_account_is_refused(client, anna, mailoutbox):
    User.objects.create_user(NEW_ADDRESS, PASSWORD)
    client.force_login(anna)

    page = change_address(client)

    assert "an account with this e-mail address already" in page.text
    assert mailoutbox == []


def test_a_guest_who_signs_up_stays_the_same_user(client, guest):
    page = client.get(reverse("account_signup"))
    assert "What you did so far is kept" in page.text

    sign_up(client)

    assert user_of(client) == guest
    assert user_of(client).email == ADDRESS


def test_a_guest_who_signs_in_is_taken_over(client, guest, anna):
    sign_in(client)

    assert user_of(client) == anna
    assert not User.objects.filter(pk=guest.pk).exists()


def test_a_guest_who_resets_a_password_is_taken_over(client, guest, anna, mailoutbox):
    ask_for_reset(client)

    choose_password(client, link_in(mailoutbox[0]))

    assert user_of(client) == anna
    assert not User.objects.filter(pk=guest.pk).exists()


def test_a_guest_who_confirms_an_address_stays_a_guest(client, guest, mailoutbox):
    sign_up(Client())

    client.post(link_in(mailoutbox[0]))

    assert user_of(client) == guest


def test_a_guest_can_sign_out_and_is_told_what_is_lost(client, guest):
    assert "nobody can get at your quizzes" in client.get(reverse("account_logout")).text

    client.post(reverse("account_logout"))

    assert user_of(client) is None


@pytest.mark.parametrize("page", ["change_password", "email", "reauthenticate", "set_password"])
def test_a_guest_signs_up_before_there_is_an_account_to_change(client, guest, page):
    assert client.get(reverse(f"account_{page}")).url == reverse("account_signup")


@pytest.mark.parametrize("page", ["account_login", "account_signup"])
@pytest.mark.parametrize(
    ("wish", "goes_to"),
    [("", "/progress/"), ("/history/", "/history/"), ("https://example.org/", "/progress/")],
)
def test_an_account_goes_past_signing_in_and_up(client, anna, page, wish, goes_to):
    client.force_login(anna)

    assert client.get(reverse(page), {"next": wish} if wish else {}).url == goes_to


@pytest.mark.parametrize(
    ("visitor", "pages"),
    [
        (
            "stranger",
            "login signup reset_password reset_password_done reset_password_from_key_done"
            " email_verification_sent inactive",
        ),
        ("guest", "login signup logout reset_password"),
        ("account", "email change_password reauthenticate logout reset_password"),
        ("without password", "set_password"),
    ],
)
def test_no_page_has_a_script_or_a_style_in_it(client, db, visitor, pages):
    if visitor == "guest":
        client.force_login(User.objects.create_guest())
    elif visitor != "stranger":
        password = PASSWORD if visitor == "account" else None
        client.force_login(User.objects.create_user(ADDRESS, password))
        change_address(client)
    for page in pages.split():
        response = client.get(reverse(f"account_{page}"))
        assert response.status_code == 200, page
        assert response.text.count("<h1>") == 1, page
        assert not INLINE.search(response.text), page


def test_no_page_behind_a_link_has_a_script_or_a_style_in_it(client, anna, mailoutbox):
    client.force_login(anna)
    change_address(client)
    ask_for_reset(client)
    links = [link_in(mail) for mail in mailoutbox]
    assert len(links) == 2
    for link in [*links, *(link[:-3] + "/" for link in links)]:
        page = client.get(link, follow=True)
        assert page.text.count("<h1>") == 1, link
        assert not INLINE.search(page.text), link


def test_staff_sign_in_where_everybody_does(client, db):
    response = client.get("/admin/login/", {"next": "/admin/guide/"})
    assert response.url == "/accounts/login/?next=%2Fadmin%2Fguide%2F"
    client.force_login(User.objects.create_user("ana@example.com", "a long pass phrase"))
    assert client.get("/admin/login/").status_code == 403


def test_a_mail_server_that_is_down_keeps_nobody_from_signing_up(client, db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    data = {"email": "ana@example.com", "password1": "a long pass phrase"}
    assert client.post("/accounts/signup/", data).status_code == 302
    assert User.objects.filter(email="ana@example.com").exists()
