from django.urls import path

from progress import views

app_name = "progress"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("weak/", views.weak, name="weak"),
    path("toc/", views.toc, name="toc"),
]
