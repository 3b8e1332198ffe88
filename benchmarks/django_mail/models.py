"""The messages as Django reads them. Their values are named, so that its filters need not look for them."""

from __future__ import annotations

from django.db import models

from benchmarks.mailbox_seeding import DESKS, THEMES, TYPES


class Company(models.Model):
    """Who a message is from."""

    name = models.CharField(max_length=120)

    class Meta:
        """A table of the console."""

        managed = False
        db_table = "party_company"

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """A message, as far as it is listed or filtered."""

    institution_id = models.IntegerField()
    company = models.ForeignKey(Company, models.DO_NOTHING)
    subject = models.CharField(max_length=200)
    person = models.CharField(max_length=120)
    theme = models.CharField(max_length=121, choices=[(one, one) for one in THEMES])
    type = models.CharField(max_length=120, choices=[(one, one) for one in TYPES])
    desk = models.CharField(max_length=9, choices=[(one, one) for one in DESKS])
    desk_at = models.DateTimeField()
    assigned_to = models.IntegerField(null=True)

    class Meta:
        """A table of the console."""

        managed = False
        db_table = "mail_message"
