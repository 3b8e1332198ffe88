"""The list of the messages of one institution, with the numbers of its filters."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from benchmarks.django_mail.models import Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """The columns of the console's page; the company comes with its row."""

    list_display = ("subject", "company", "person", "theme", "type", "desk_at", "assigned_to")
    list_filter = ("theme", "type", "desk")
    list_select_related = ("company",)
    list_per_page = 25
    ordering = ("-desk_at", "-id")
    show_facets = admin.ShowFacets.ALWAYS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Give the messages of the institution."""
        return super().get_queryset(request).filter(institution_id=settings.BENCH_INSTITUTION)
