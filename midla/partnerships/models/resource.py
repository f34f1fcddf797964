"""Needs and offers: one table, seen as two."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from associations.models import Organisation, Theme
from contacts.models import Meeting, Person
from contacts.models.person import NOT_HERE
from midla.partnerships.querysets import ResourceQuerySet, SideManager
from midla.records.fields import AmountField, CountField, DayField, LineField, NoteField
from midla.records.models import Record
from midla.records.search import search_key
from midla.territories.models import Country, Province, Subdivision


class Side(models.TextChoices):
    """Whether something is looked for or given."""

    NEED = "need", pgettext_lazy("noun", "Need")
    OFFER = "offer", pgettext_lazy("noun", "Offer")


class ResourceKind(models.TextChoices):
    """What is needed or offered."""

    MONEY = "money", _("money")
    EXPERTISE = "expertise", _("expertise")
    TRAINING = "training", _("training")
    PREMISES = "premises", _("premises")
    EQUIPMENT = "equipment", _("equipment")
    VISIBILITY = "visibility", _("visibility")
    MARKET = "market", _("market")
    VOLUNTEERS = "volunteers", _("volunteers")


class ResourceState(models.TextChoices):
    """Whether somebody still looks for it, or gives it."""

    OPEN = "open", pgettext_lazy("of a need or an offer", "open")
    MET = "met", pgettext_lazy("of a need", "met")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a need or an offer", "withdrawn")


class Resource(Record):
    """What an organisation or a person needs or offers, for which countries, and until when it holds."""

    side = models.CharField(_("need or offer"), max_length=5, choices=Side.choices, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="resources", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="resources", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind.choices)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="resources", verbose_name=_("theme"))
    what = LineField(_("what"), max_length=300, help_text=NOT_HERE)
    details = NoteField(_("details"), max_length=5000, blank=True, help_text=NOT_HERE)
    amount = AmountField(_("amount in EUR"), null=True, blank=True)
    quantity = CountField(_("quantity"), least=1, null=True, blank=True)
    countries = models.ManyToManyField(
        Country,
        related_name="+",
        limit_choices_to={"in_programme": True},
        verbose_name=_("countries it is for"),
    )
    subdivisions = models.ManyToManyField(Subdivision, blank=True, related_name="+", verbose_name=_("subdivisions"))
    provinces = models.ManyToManyField(Province, blank=True, related_name="+", verbose_name=_("provinces in Italy"))
    starts_on = DayField(_("from"), null=True, blank=True)
    ends_on = DayField(_("until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=ResourceState.choices, default=ResourceState.OPEN, db_index=True
    )
    # Given and taken away with the state, whoever writes it: needs met are counted by this day.
    closed_on = DayField(_("met or withdrawn on"), null=True, blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("officer responsible"),
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="resources", verbose_name=_("heard at")
    )
    search_key = models.TextField(editable=False, default="")

    objects = ResourceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("need or offer"), _("needs and offers")
        ordering = ("-id",)
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_exactly_one_holder",
                condition=Q(organisation__isnull=False, person__isnull=True)
                | Q(organisation__isnull=True, person__isnull=False),
                violation_error_message=_("Say whose it is: an organisation or a person, one of the two."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("It ends before it starts: check the two dates."),
            ),
            models.CheckConstraint(name="%(app_label)s_%(class)s_known_side", condition=Q(side__in=["need", "offer"])),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_known_state", condition=Q(state__in=["open", "met", "withdrawn"])
            ),
        ]
        indexes = [
            models.Index(
                fields=["side", "state", "theme", "kind"], name="partnerships_candidates", condition=Q(trashed_at=None)
            ),
            models.Index(fields=["side", "-id"], name="partnerships_newest", condition=Q(trashed_at=None)),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """The address of its page, by its side."""
        return reverse(f"partnerships:{self.side}-detail", args=[self.pk])

    @property
    def is_need(self) -> bool:
        return self.side == Side.NEED

    @property
    def holder(self) -> Organisation | Person:
        """Whose need or offer it is. Shown only to who sees the holder."""
        return self.organisation or self.person  # type: ignore[return-value]

    @property
    def is_expired(self) -> bool:
        """True where its last day is over."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    def refresh_search_key(self) -> None:
        """Make the search key anew from what is needed or offered; the holder's name is searched on its own."""
        self.search_key = search_key(self.what, self.details)


class Need(Resource):
    """Something that is looked for."""

    objects = SideManager(Side.NEED)

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = pgettext_lazy("noun", "need"), pgettext_lazy("noun", "needs")


class Offer(Resource):
    """Something that is given."""

    objects = SideManager(Side.OFFER)

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = pgettext_lazy("noun", "offer"), pgettext_lazy("noun", "offers")
