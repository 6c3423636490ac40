"""The editors' workbench, in Django's admin."""

from django.contrib import admin

from guide.admin import audit, conflicts, exams, imports, questions, topics

admin.site.site_header = "studyguide: the content"
admin.site.site_title = "studyguide"
admin.site.index_title = "What do you want to edit?"
admin.site.enable_nav_sidebar = False  # a few links; the lists need the room

__all__ = ["audit", "conflicts", "exams", "imports", "questions", "topics"]
