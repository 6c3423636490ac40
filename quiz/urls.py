from django.urls import path, register_converter

from quiz.converters import IdConverter
from quiz.views import answering, ending, plans, remarks, reviewing, starting

register_converter(IdConverter, "id")

app_name = "quiz"
urlpatterns = [
    path("quiz/", starting.start, name="start"),
    path("quiz/exam/", starting.mock_exam, name="mock"),
    path("quiz/reviews/", reviewing.reviews, name="reviews"),
    path("quiz/sections/<slug:topic>/", starting.sections, name="sections"),
    path("quiz/<id:attempt_id>/", answering.attempt, name="attempt"),
    path("quiz/<id:attempt_id>/<id:position>/", answering.question, name="question"),
    path("quiz/<id:attempt_id>/<id:position>/flag/", answering.flag, name="flag"),
    path("quiz/<id:attempt_id>/<id:position>/note/", remarks.note, name="note"),
    path("quiz/<id:attempt_id>/<id:position>/report/", remarks.report, name="report"),
    path("quiz/<id:attempt_id>/clock/", answering.clock, name="clock"),
    path("quiz/<id:attempt_id>/finish/", ending.finish, name="finish"),
    path("quiz/<id:attempt_id>/result/", ending.result, name="result"),
    path("quiz/<id:attempt_id>/again/", starting.again, name="again"),
    path("quiz/<id:attempt_id>/discard/", ending.discard, name="discard"),
    path("plan/", plans.plan, name="plan"),
    path("history/", ending.history, name="history"),
    path("history/notices/<id:notice_id>/", ending.notice_read, name="notice"),
    path("reports/", remarks.reports, name="reports"),
]
