"""Second steps: authenticator app, recovery codes, and passkeys (the last in tests/browser)."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.urls import urlpatterns
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from studyguide.adapter import MFAAdapter
from tests.accounts.everything import PASSWORD, SECRET, signed_in
from tests.accounts.test_sign_in import INLINE
from tests.factories import make_attempt, make_question

DATA = re.compile(r'<script id="js_data" type="application/json">.*?</script>')  # never executed
PAGES = [
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "usersessions_list",
    "export_data",
    "delete_account",
]


@pytest.fixture(autouse=True)
def _no_tries_so_far():
    cache.clear()


@pytest.fixture
def anna(db) -> User:
    return User.objects.create_user("anna@example.org", PASSWORD)


@pytest.fixture
def with_app(anna) -> User:
    TOTP.activate(anna, SECRET)
    return anna


def code_now(secret: str = SECRET) -> str:
    return auth.format_hotp_value(
        auth.hotp_value(secret, list(auth.yield_hotp_counters_from_time())[1])
    )


def give_password(client, email="anna@example.org", **more):
    data = {"login": email, "password": PASSWORD, **more}
    return client.post(reverse("account_login"), data)


def give_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def user_of(client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def set_up_app(client) -> str:
    """As the page says: read the key, type the code. The key."""
    page = client.get(reverse("mfa_activate_totp")).text
    assert '<img class="qr" src="data:image/svg+xml;base64,' in page
    key = re.search(r"type this key into it: <code>(\w+)</code>", page)[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_now(key)})
    return key


def test_an_app_is_set_up_by_its_code_and_recovery_codes_come_with_it(anna, mailoutbox):
    client = signed_in(anna)

    set_up_app(client)

    kinds = Authenticator.objects.filter(user=anna).values_list("type", flat=True)
    assert set(kinds) == {"totp", "recovery_codes"}
    codes = re.findall(
        r"<li><code>(\d{8})</code>", client.get(reverse("mfa_view_recovery_codes")).text
    )
    assert len(codes) == 10
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file.text.split() == codes
    assert "attachment" in file["Content-Disposition"]


def test_a_wrong_code_sets_up_nothing(anna):
    client = signed_in(anna)
    client.get(reverse("mfa_activate_totp"))

    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "This code is not right. Codes change every half minute." in page.text
    assert not Authenticator.objects.exists()


def test_with_an_app_the_password_alone_signs_nobody_in(client, with_app):
    assert give_password(client).url == reverse("mfa_authenticate")
    assert user_of(client) is None
    assert (
        "This code is not right. Codes change every half minute."
        in give_code(client, "000000").text
    )
    assert user_of(client) is None

    give_code(client, code_now())

    assert user_of(client) == with_app


def test_a_recovery_code_signs_in_once(client, with_app):
    code = RecoveryCodes.activate(with_app).generate_codes()[0]
    give_password(client)
    give_code(client, code)
    assert user_of(client) == with_app

    give_password(again := Client())
    give_code(again, code)
    assert user_of(again) is None


def test_after_the_second_step_one_is_where_one_wanted_to_be(client, with_app):
    give_password(client, next="/history/")

    assert give_code(client, code_now()).url == "/history/"


def test_a_guest_is_taken_over_at_the_second_step(client, exam, with_app):
    guest = User.objects.create_guest()
    attempt = make_attempt(guest, [make_question()])
    client.force_login(guest)

    step = client.get(give_password(client).url)
    assert "Second step" in step.text
    assert user_of(client) == guest, "nothing has changed before the code"

    give_code(client, code_now())

    assert user_of(client) == with_app
    attempt.refresh_from_db()
    assert attempt.user == with_app
    assert not User.objects.filter(pk=guest.pk).exists()


def test_a_guest_who_gives_up_at_the_second_step_stays_who_one_was(client, with_app):
    guest = User.objects.create_guest()
    client.force_login(guest)
    give_password(client)

    give_code(client, "000000")
    client.get(reverse("account_login"))

    assert user_of(client) == guest


def test_without_a_password_given_there_is_no_second_step(client, with_app):
    client.force_login(User.objects.create_guest())

    assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")


def test_the_password_is_asked_for_before_anything_changes(client, anna):
    client.force_login(anna)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        asked = client.get(page := reverse(name))
        assert asked.url.startswith(reverse("account_reauthenticate"))

    back = client.post(asked.url, {"password": PASSWORD})

    assert back.url == page
    assert client.get(page).status_code == 200


def test_the_password_is_asked_for_before_the_address_changes(client, anna, mailoutbox):
    client.force_login(anna)
    asked = client.post(reverse("account_email"), {"action_add": "1", "email": "new@example.org"})
    assert mailoutbox == []

    client.post(asked.url, {"password": PASSWORD})

    assert mailoutbox[0].to == ["new@example.org"]


def test_an_app_is_switched_off_and_its_recovery_codes_go_too(anna):
    client = signed_in(anna)
    set_up_app(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", ["{}", '{"id": 1}', "[]", '"x"', "null", "{", "1e999"])
def test_what_is_no_passkey_is_refused_with_a_word(anna, credential):
    client = signed_in(anna)
    client.get(reverse("mfa_add_webauthn"))
    page = client.post(reverse("mfa_add_webauthn"), {"name": "Key", "credential": credential})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("sent", "told"), [("credential", "This passkey did not"), ("code", "This code is not right.")]
)
def test_a_passkey_that_does_not_fit_is_no_wrong_code(rf, sent, told):
    with context.request_context(rf.post("/", {sent: "x"})):
        error = MFAAdapter().validation_error("incorrect_code")

    assert error.message.startswith(told)


def test_a_passkey_is_renamed_and_removed(anna):
    client = signed_in(anna)
    key = Authenticator.objects.create(user=anna, type="webauthn", data={"name": "Old"})

    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "My telephone"})
    assert "My telephone" in client.get(reverse("mfa_list_webauthn")).text

    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("name", ["Rename", "Remove"])
def test_a_passkey_of_somebody_else_is_not_there(anna, name):
    bea = User.objects.create_user("bea@example.org", PASSWORD)
    key = Authenticator.objects.create(user=bea, type="webauthn", data={"name": "Hers"})
    page = {"Rename": "mfa_edit_webauthn", "Remove": "mfa_remove_webauthn"}[name]

    assert signed_in(anna).post(reverse(page, args=[key.pk]), {"name": "x"}).status_code == 404


@pytest.mark.parametrize("page", ["mfa_activate_totp", "mfa_add_webauthn"])
@pytest.mark.parametrize(
    ("confirmed", "mail", "goes_on"),
    [(True, True, True), (False, True, False), (False, False, True)],
)
def test_an_address_is_confirmed_before_a_new_way_in_where_mail_arrives(
    anna, settings, page, confirmed, mail, goes_on
):
    settings.MAIL_ARRIVES = mail
    EmailAddress.objects.create(user=anna, email=anna.email, primary=True, verified=confirmed)

    reply = signed_in(anna).get(reverse(page))

    assert (reply.status_code == 200) is goes_on
    if not goes_on:
        assert reply.url == reverse("account_email")


def test_every_page_for_accounts_sends_a_guest_to_sign_up(client, db):
    client.force_login(User.objects.create_guest())
    key = Authenticator.objects.create(
        user=User.objects.create_user("bea@example.org"), type="webauthn", data={"name": "Hers"}
    )
    with_key = {"mfa_edit_webauthn", "mfa_remove_webauthn"}
    names = {leaf.name for group in urlpatterns for leaf in leaves(group)}
    assert len(names) == 14
    for name in names - {"mfa_authenticate", "mfa_login_webauthn"} | {"usersessions_list"}:
        url = reverse(name, args=[key.pk] if name in with_key else [])
        assert client.get(url).url == reverse("account_signup"), name


def leaves(pattern):
    if not hasattr(pattern, "url_patterns"):
        return [pattern]
    return [leaf for part in pattern.url_patterns for leaf in leaves(part)]


@pytest.mark.parametrize("app", [False, True])
def test_no_page_has_a_script_or_a_style_in_it(anna, app):
    client = signed_in(anna)
    if app:
        set_up_app(client)
    seen = 0
    for page in PAGES:
        reply = client.get(reverse(page), follow=True)
        if reply.status_code == 200:
            seen += 1
            assert reply.text.count("<h1>") == 1, page
            assert not INLINE.search(DATA.sub("", reply.text)), page
    assert seen == (len(PAGES) if app else len(PAGES) - 2)


def test_no_page_of_a_passkey_has_a_script_or_a_style_in_it(anna):
    client = signed_in(anna)
    key = Authenticator.objects.create(user=anna, type="webauthn", data={"name": "Key"})
    pages = [reverse(f"mfa_{act}_webauthn", args=[key.pk]) for act in ("edit", "remove")]
    for page in [*pages, reverse("mfa_list_webauthn")]:
        assert not INLINE.search(client.get(page).text), page
