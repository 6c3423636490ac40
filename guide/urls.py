from django.urls import path

from guide import views

app_name = "guide"
urlpatterns = [
    path("", views.home, name="home"),
    path("guide/", views.index, name="index"),
    path("guide/glossary/", views.glossary, name="glossary"),
    path("guide/<slug:slug>/", views.topic, name="topic"),
    path("search/", views.search, name="search"),
]
