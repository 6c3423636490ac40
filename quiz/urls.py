from django.urls import path

from quiz import views

app_name = "quiz"
urlpatterns = [
    path("quiz/", views.start, name="start"),
    path("quiz/<int:attempt_id>/", views.attempt, name="attempt"),
    path("quiz/<int:attempt_id>/<int:position>/", views.question, name="question"),
    path("quiz/<int:attempt_id>/<int:position>/flag/", views.flag, name="flag"),
    path("quiz/<int:attempt_id>/finish/", views.finish, name="finish"),
    path("quiz/<int:attempt_id>/result/", views.result, name="result"),
    path("quiz/<int:attempt_id>/again/", views.again, name="again"),
    path("history/", views.history, name="history"),
]
