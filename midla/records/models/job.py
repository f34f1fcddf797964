"""Long work: who asked for it, how far it is, how it ended."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from midla.records.fields import CountField
from midla.records.job_kinds import kinds_of


class JobState(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


LIVE = (JobState.WAITING, JobState.RUNNING)


class JobQuerySet(models.QuerySet):
    """Jobs; seen by who started them, and by who may start such jobs."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and all of the kinds that the user may start."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(by_id=user.pk) | Q(kind__in=kinds_of(user)))

    def live(self) -> Self:
        """Not ended yet."""
        return self.filter(state__in=LIVE)


class Job(models.Model):
    """One piece of long work. Its message holds numbers and sentences, never names or what was typed."""

    kind = models.CharField(_("what"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    state = models.CharField(_("state"), max_length=7, choices=JobState.choices, default=JobState.WAITING)
    done = CountField(_("done"), default=0)
    total = CountField(_("of"), null=True, blank=True)
    message = models.CharField(_("message"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    began_at = models.DateTimeField(_("began"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("job"), _("jobs")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                name="records_job_known_state", condition=Q(state__in=["waiting", "running", "done", "failed"])
            ),
        ]
        indexes = [models.Index(fields=["kind", "state"], name="records_job_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def percent(self) -> int:
        """How much is done, from 0 to 100."""
        if self.state == JobState.DONE:
            return 100
        return min(self.done * 100 // self.total, 100) if self.total else 0
