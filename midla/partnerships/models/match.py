"""Matches: an offer that fits a need, what somebody decided about it, and what each reason is worth."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from midla.partnerships.models.partnership import Partnership
from midla.partnerships.models.resource import Need, Offer
from midla.partnerships.querysets import MatchQuerySet
from midla.records.fields import CountField, LineField
from midla.records.models import Word


class MatchState(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", _("proposed")
    SET_ASIDE = "set_aside", _("set aside")
    INTRODUCED = "introduced", _("introduced")


class Match(models.Model):
    """A need and an offer that fit: the points of the last computation, and what was decided."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="matches_as_need", verbose_name=_("need"))
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="matches_as_offer", verbose_name=_("offer"))
    points = CountField(_("points"), most=1000, default=0)
    state = models.CharField(_("state"), max_length=10, choices=MatchState.choices, default=MatchState.PROPOSED)
    reason = LineField(_("reason"), max_length=200, blank=True)
    partnership = models.ForeignKey(
        Partnership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="matches",
        verbose_name=_("partnership"),
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("match"), _("matches")
        ordering = ("-points", "id")
        constraints = [
            models.UniqueConstraint(fields=["need", "offer"], name="partnerships_match_once"),
            models.CheckConstraint(
                name="partnerships_match_known_state", condition=Q(state__in=["proposed", "set_aside", "introduced"])
            ),
            models.CheckConstraint(
                name="partnerships_match_set_aside_says_why", condition=~Q(state="set_aside") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="partnerships_match_decided_by_needs_decided_at",
                condition=Q(decided_by__isnull=True) | Q(decided_at__isnull=False),
            ),
        ]
        # The best of each need and of each offer. One by state alone drew SQLite away from the key of the need.
        indexes = [
            models.Index(fields=[side, "state", "-points"], name=f"partnerships_match_of_{side}")
            for side in ("need", "offer")
        ]

    def __str__(self) -> str:
        return f"{self.need} ↔ {self.offer}"


class MatchWeight(Word):
    """What one reason is worth, in points; 0 takes the reason out of use as a score."""

    points = CountField(_("points"), most=100, default=0)

    class Meta(Word.Meta):
        verbose_name, verbose_name_plural = _("weight of a reason"), _("weights of reasons")
