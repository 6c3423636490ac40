"""The least that Django does for an answer: its own middleware, session, user, one insert.

Beside it the real application is measured: same database, same server, same session.
"""

import django
from django.conf import settings

from studyguide import settings as real

settings.configure(
    ALLOWED_HOSTS=real.ALLOWED_HOSTS,
    AUTH_USER_MODEL=real.AUTH_USER_MODEL,
    DATABASES=real.DATABASES,
    DEBUG=False,
    DEFAULT_AUTO_FIELD=real.DEFAULT_AUTO_FIELD,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "accounts",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY=real.SECRET_KEY,
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (settings come first)
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402


class Answer(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    chosen = models.JSONField()
    answered_at = models.DateTimeField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return f"{self.user_id}: {self.chosen}"


def answer(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.getlist("chosen")
    Answer.objects.create(user=request.user, chosen=chosen, answered_at=timezone.now())
    return HttpResponse("saved")


urlpatterns = [path("answer/", answer)]
application = get_wsgi_application()

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Answer)
