"""The application for a WSGI server. Behind one, production is the default."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")
os.environ.setdefault("DEBUG", "0")

application = get_wsgi_application()
