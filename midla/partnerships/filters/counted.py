"""What figures ask of the list of partnerships: its countries as rows that add up, its money, what came of it."""

import datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from associations.filters import EXACTLY, which_country
from midla.partnerships.models import FundingForm, FundingLine, FundingOrigin, Partnership, Review, Stage, StageChange
from midla.records.filters import One, RecordFilters, Since, Yes
from midla.records.options import Options

COME_TO = Options(lambda: Stage.choices)
ORIGINS = Options(lambda: FundingOrigin.choices)
FORMS = Options(lambda: FundingForm.choices)
REVIEWS = Options(lambda: Review.Months.choices)
YES, NO = "yes", "no"
ANSWERS = Options(lambda: [(YES, _("still active")), (NO, _("no longer active"))])
# Asked by figures alone: the list has no field for it, and says in words that it is narrowed so.
UNSEEN: dict[str, Any] = {"widget": forms.HiddenInput}
# Filters that speak of one funding line together, and those that speak of one review.
OF_LINES = ("funded", "funds_from", "funds_as", "committed", "disbursed", "money_since", "money_until")
OF_REVIEWS = ("reviewed", "still_active")


def line_condition(name: str, value: Any) -> Q:
    """What one of the filters asks of a funding line."""
    conditions = {
        "funded": lambda: Q(),
        "funds_from": lambda: Q(origin=value),
        "funds_as": lambda: Q(form=value),
        "committed": lambda: Q(committed__gt=0),
        "disbursed": lambda: Q(disbursed__gt=0),
        "money_since": lambda: Q(said_on__gte=value),
        "money_until": lambda: Q(said_on__lte=value),
    }
    return conditions[name]()


def days_of_lines(since: datetime.date | None, until: datetime.date | None) -> Q:
    """The condition that a funding line is of a period; each end may be left open."""
    ends = {"money_since": since, "money_until": until}
    condition = Q()
    for name, day in ends.items():
        condition &= line_condition(name, day) if day else Q()
    return condition


class CountedFilters(RecordFilters):
    """Filters of partnerships that figures lead to; those without a field are told in words where they narrow."""

    only = One(label=_("Country, and no other"), options=EXACTLY, strict=True, method="for_exactly")
    onward = One(label=_("Went on to the stage"), options=COME_TO, strict=True, method="that_went_on")
    funded = Yes(label=_("With funding"), method="with_line")
    funds_from = One(label=_("Funding comes from"), options=ORIGINS, strict=True, method="with_line")
    funds_as = One(label=_("Funding in cash or in kind"), options=FORMS, strict=True, method="with_line")
    committed = Yes(label=_("Money committed"), method="with_line", **UNSEEN)
    disbursed = Yes(label=_("Money disbursed"), method="with_line", **UNSEEN)
    money_since = Since("money_since", label=_("Funding dated from"), method="with_line", **UNSEEN)
    money_until = Since("money_until", label=_("Funding dated until"), until=True, method="with_line", **UNSEEN)
    reviewed = One(label=_("Reviewed"), options=REVIEWS, strict=True, method="with_review", **UNSEEN)
    still_active = One(label=_("Review says"), options=ANSWERS, strict=True, method="with_review", **UNSEEN)

    def for_exactly(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return rows.alias(which=which_country(Partnership, "countries")).filter(which=code)

    def that_went_on(self, rows: QuerySet, name: str, stage: str) -> QuerySet:
        return rows.filter(Exists(StageChange.objects.filter(partnership_id=OuterRef("pk"), to_stage=stage)))

    def given(self, names: tuple[str, ...]) -> dict[str, Any]:
        """What was asked by some of the filters."""
        asked = self.form.cleaned_data
        return {name: asked[name] for name in names if asked.get(name)}

    def with_line(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """Those with one funding line that is all of what was asked; the first of the filters asks for the others."""
        given = self.given(OF_LINES)
        if name != next(iter(given)):
            return rows
        lines = FundingLine.objects.kept().filter(partnership_id=OuterRef("pk"))
        for asked, wanted in given.items():
            lines = lines.filter(line_condition(asked, wanted))
        return rows.filter(Exists(lines))

    def with_review(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """Those with one review that is all of what was asked."""
        given = self.given(OF_REVIEWS)
        if name != next(iter(given)):
            return rows
        reviews = Review.objects.kept().filter(partnership_id=OuterRef("pk"))
        if months := given.get("reviewed"):
            reviews = reviews.filter(months=months)
        if answer := given.get("still_active"):
            reviews = reviews.filter(still_active=answer == YES)
        return rows.filter(Exists(reviews))
