from django.contrib import admin
from django.urls import include, path

from accounts.views import admin_sign_in
from studyguide import health, views

urlpatterns = [
    path("", include("guide.urls")),
    path("", include("quiz.urls")),
    path("progress/", include("progress.urls")),
    path("accounts/export/", views.export, name="export_data"),
    path("accounts/delete/", views.delete, name="delete_account"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/login/", admin_sign_in),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
