from django.urls import path, register_converter

from quiz import views
from quiz.converters import IdConverter

register_converter(IdConverter, "id")

app_name = "quiz"
urlpatterns = [
    path("quiz/", views.start, name="start"),
    path("quiz/<id:attempt_id>/", views.attempt, name="attempt"),
    path("quiz/<id:attempt_id>/<id:position>/", views.question, name="question"),
    path("quiz/<id:attempt_id>/<id:position>/flag/", views.flag, name="flag"),
    path("quiz/<id:attempt_id>/finish/", views.finish, name="finish"),
    path("quiz/<id:attempt_id>/result/", views.result, name="result"),
    path("quiz/<id:attempt_id>/again/", views.again, name="again"),
    path("history/", views.history, name="history"),
]
