"""What the program keeps beside the records: files, views, drafts, one-time keys, the log of reads."""

import uuid
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from midla.records.fields import LineField
from midla.records.models.record import Record
from midla.records.querysets import ConfinedQuerySet


class AttachmentQuerySet(ConfinedQuerySet):
    """Files; seen by whoever sees the record they hang on, unless confined."""

    def of(self, record: models.Model) -> Self:
        """The files of one record, which the caller has fetched through its own `visible_to`."""
        return self.kept().filter(model_label=record.label(), record_id=record.pk)

    def visible_to(self, user: object) -> Self:
        """Files of records that the user sees."""
        from midla.records.registry import rows_following  # the registry imports models: a cycle at load time

        return rows_following(self.kept().open_to(user), user)


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """A path that says nothing of the file: its name stays in the database."""
    return f"attachments/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


class Attachment(Record):
    """A file or photo that hangs on a record, served only through a view that asks permission."""

    model_label = models.CharField(_("kind of record"), max_length=60, editable=False)
    record_id = models.BigIntegerField(_("record"), editable=False)
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=200)
    filename = LineField(_("file name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    digest = models.CharField(_("SHA-256"), max_length=64, editable=False)
    confined_to = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("confined to")
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("file"), _("files")
        ordering = ("-id",)
        indexes = [models.Index(fields=["model_label", "record_id"], name="records_attachment_of_record")]

    def __str__(self) -> str:
        return self.filename


class SavedViewQuerySet(models.QuerySet):
    """Views of lists; one's own and those shared with all."""

    def visible_to(self, user: object) -> "SavedViewQuerySet":
        """One's own views and the shared ones."""
        return self.filter(models.Q(owner_id=user.pk) | models.Q(shared=True))


class SavedView(models.Model):
    """A list as somebody likes it: filters, sort and columns, kept as the query string of its address."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    list_name = models.CharField(_("list"), max_length=60)
    name = LineField(_("name"), max_length=60)
    query = models.CharField(_("query"), max_length=2000, blank=True)
    shared = models.BooleanField(_("shared with all"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("saved view"), _("saved views")
        ordering = ("list_name", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_name", "name"],
                name="records_savedview_one_name_per_list",
                violation_error_message=_("You have a view of this name already. Choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class OwnQuerySet(models.QuerySet):
    """Rows that nobody but their user sees."""

    def visible_to(self, user: object) -> "OwnQuerySet":
        """One's own rows."""
        return self.of(user.pk)

    def of(self, user: int) -> "OwnQuerySet":
        """The rows of the user with this key."""
        return self.filter(user_id=user)


class Draft(models.Model):
    """What somebody has typed into a form and not saved yet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("draft"), _("drafts")
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="records_draft_one_per_form")]

    def __str__(self) -> str:
        return self.form


class OneTimeKey(models.Model):
    """A form's key: sending the form twice makes one record, and the second answer equals the first."""

    key = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    used_at = models.DateTimeField(auto_now_add=True)
    location = models.CharField(max_length=500, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("one-time key"), _("one-time keys")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="records_onetimekey_used_once")]

    def __str__(self) -> str:
        return self.key


class Access(models.Model):
    """Who read or took out what, when: contact data seen, lists exported. Says how much, never what."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    act = models.CharField(_("what"), max_length=40)
    model_label = models.CharField(_("kind of record"), max_length=60)
    record_id = models.BigIntegerField(_("record"), null=True)
    rows = models.PositiveIntegerField(_("records"), default=1)
    purpose = models.CharField(_("purpose"), max_length=100, blank=True)

    objects = models.Manager()

    class Meta:
        verbose_name, verbose_name_plural = _("access"), _("access log")
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["model_label", "record_id", "-at"], name="records_access_of_record"),
            models.Index(fields=["-at"], name="records_access_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.act}: {self.model_label}"


class Digest(models.Model):
    """A morning's reminder that was sent: one a user a day, so that nothing is sent twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    day = models.DateField(_("day"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("reminder sent"), _("reminders sent")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="records_digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"
