"""What the content files own: exams and subjects, to look at."""

from django.contrib import admin

from guide.admin.access import ViewOnly
from guide.models import Domain, Exam, Subject


class FromFiles(ViewOnly, admin.ModelAdmin):
    """What the content files own: each load writes it again."""

    change_list_template = "admin/guide/from_files.html"


@admin.register(Subject)
class SubjectAdmin(FromFiles):
    list_display = ["name", "slug", "position"]


class DomainInline(ViewOnly, admin.TabularInline):
    model = Domain
    template = "admin/guide/rows.html"


@admin.register(Exam)
class ExamAdmin(FromFiles):
    list_display = ["code", "name", "first_day", "last_day"]
    inlines = [DomainInline]
