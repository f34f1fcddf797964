"""What a partnership's page tells: where it stands, what is missing, who takes part, what it brings."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Organisation
from contacts.models import FollowUp, Meeting
from midla.accounts.permissions import Permission
from midla.partnerships.models import (
    FORWARD,
    NEEDS_AGREEMENT,
    Agreement,
    FundingLine,
    FundingOrigin,
    Milestone,
    Partnership,
    Resource,
    ResourceState,
    Result,
    Review,
    Stage,
    StageChange,
)
from midla.partnerships.money import Money, money_of_lines
from midla.partnerships.participants import Parts, parts_by_partnership
from midla.partnerships.reviews import ReviewDue, reviews_due
from midla.partnerships.similar import Similar, similar_to
from midla.partnerships.stages import next_stage, place
from midla.records.models import Attachment
from midla.records.panels import Event
from midla.ui import dates
from midla.ui.marks import euros, few_codes

MOST_ROWS, MOST_MOVES = 50, 100
DAY = 24 * 3600


@dataclass(frozen=True)
class Lack:
    """Something that is missing, and where it is put right."""

    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Source:
    """A funding line with the name of its source, as the reader may know it."""

    line: FundingLine
    name: str
    url: str


def days_in_words(seconds: int | None) -> str:
    """How long something took, in whole days."""
    if seconds is None:
        return ""
    days = seconds // DAY
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def open_needs(partnership: Partnership, user: Any) -> Any:
    """The needs of a completed partnership that still stand open, of those the user sees."""
    seen = Resource.objects.visible_to(user).needs().filter(partnerships=partnership, state=ResourceState.OPEN)
    return seen if partnership.stage == Stage.COMPLETED else seen.none()


def move_key(partnership: Partnership, to: str) -> str:
    """The one-time key of one move from one version: whoever sends it twice moves once."""
    return f"partnership-{partnership.pk}-{partnership.version}-{to}"


class Sheet:
    """One partnership as one reader sees it; each part is asked once."""

    def __init__(self, partnership: Partnership, user: Any) -> None:
        self.partnership, self.user = partnership, user

    # --- where it stands ----------------------------------------------------------------------------------------------
    @property
    def steps(self) -> list[str]:
        """The way forward."""
        return [capfirst(str(stage.label)) for stage in FORWARD]

    @cached_property
    def current(self) -> int:
        """The step it is at, from 1; where it lapsed, the step from which it did."""
        stage: str = self.partnership.stage
        if stage == Stage.LAPSED:
            stage = next((move.from_stage for move in self.moves if move.to_stage == Stage.LAPSED), Stage.IDEA)
        return max(place(stage), 0) + 1

    @property
    def days(self) -> str:
        return days_in_words(self.partnership.days_in_stage * DAY)

    @cached_property
    def ahead(self) -> Stage | None:
        """The one stage forward."""
        return next_stage(self.partnership)

    @property
    def key_ahead(self) -> str:
        """The one-time key of the move forward."""
        return move_key(self.partnership, self.ahead) if self.ahead else ""

    @cached_property
    def lacks(self) -> list[Lack]:
        """What is missing now, the gravest first."""
        record, found = self.partnership, []
        edit = reverse("partnerships:partnership-edit", args=[record.pk])
        if record.is_adrift:
            found.append(Lack(_("Adrift: nobody has said what comes next."), edit, _("Write the next step")))
        if record.is_overdue:
            found.append(Lack(_("The day of the next step is over."), edit, _("Write what comes next")))
        return [*found, *self.lacks_on_paper()]

    def lacks_on_paper(self) -> list[Lack]:
        """The agreement on which the next stage rests, or its signed copy."""
        record = self.partnership
        rests = record.stage in NEEDS_AGREEMENT
        signed = [agreement for agreement in self.agreements if agreement.signed_on]
        if not signed and not record.no_agreement_reason and (rests or self.ahead in NEEDS_AGREEMENT):
            url = self.add_url("agreement")
            return [Lack(_("There is no agreement with its signing date yet."), url, _("Add an agreement"))]
        if rests and self.agreements and not any(agreement.files for agreement in self.agreements):
            url = reverse("partnerships:agreement-attach", args=[(signed or self.agreements)[0].pk])
            return [Lack(_("The signed copy is missing."), url, _("Attach the signed copy"))]
        return []

    def add_url(self, noun: str) -> str:
        """The form that adds a part to this partnership."""
        return f"{reverse(f'partnerships:{noun}-add')}?partnership={self.partnership.pk}"

    @property
    def add_urls(self) -> dict[str, str]:
        nouns = ("participant", "agreement", "funding", "milestone", "result", "review")
        return {noun: self.add_url(noun) for noun in nouns}

    @cached_property
    def similar(self) -> Similar:
        """What exists already in the same place and theme; told while it is still being brought about."""
        if not self.ahead or self.partnership.stage in NEEDS_AGREEMENT:
            return Similar()
        record = self.partnership
        return similar_to(
            self.user,
            organisations=[part.whose for part in self.parts.seen if not part.is_person],
            countries=[country.pk for country in record.countries.all()],
            subdivisions=[subdivision.pk for subdivision in record.subdivisions.all()],
            themes=[theme.pk for theme in record.themes.all()],
            but=record.pk,
        )

    def facts(self) -> list[tuple[str, Any]]:
        """Label and value of the key facts; what is not known is left out."""
        record = self.partnership
        facts = [
            (_("Countries"), few_codes(record.countries.all())),
            (_("Subdivisions"), ", ".join(str(subdivision) for subdivision in record.subdivisions.all())),
            (_("Themes"), ", ".join(str(theme) for theme in record.themes.all())),
            (_("Officer responsible"), record.owner),
            (_("Next step"), self.next_step()),
            (_("Why there is no agreement"), record.no_agreement_reason),
        ]
        return [(label, value) for label, value in facts if value]

    def next_step(self) -> Any:
        """What comes next, and by when."""
        record = self.partnership
        if not record.next_step_on:
            return record.next_step
        when = dates.due(record.next_step_on) if record.is_live else dates.short_day(record.next_step_on)
        return format_html("{} · {}", record.next_step, when)

    # --- who takes part, what they signed -----------------------------------------------------------------------------
    @cached_property
    def parts(self) -> Parts:
        parts = parts_by_partnership([self.partnership.pk], self.user).get(self.partnership.pk, Parts())
        return parts if self.user.can(Permission.VIEW_SPECIAL) else parts.without_ties()

    @cached_property
    def agreements(self) -> list[Any]:
        """Agreements, each with its files."""
        found: list[Any] = list(Agreement.objects.of(self.partnership)[:MOST_ROWS])
        files = Attachment.objects.kept().open_to(self.user)
        rows = files.filter(model_label=Agreement.label(), record_id__in=[agreement.pk for agreement in found])
        by_agreement: dict[int, list[Attachment]] = defaultdict(list)
        for attachment in rows if found else ():
            by_agreement[attachment.record_id].append(attachment)
        for agreement in found:
            agreement.files = by_agreement[agreement.pk]
        return found

    # --- what it brings -----------------------------------------------------------------------------------------------
    @cached_property
    def sources(self) -> list[Source]:
        """Funding lines, in the order of recording."""
        seen = Organisation.objects.visible_to(self.user).filter(pk=OuterRef("organisation_id"))
        rows = FundingLine.objects.of(self.partnership).select_related("organisation").annotate(is_seen=Exists(seen))
        return [self.source(line) for line in rows]

    def source(self, line: Any) -> Source:
        if line.organisation_id and line.is_seen:
            return Source(line, str(line.organisation), line.organisation.get_absolute_url())
        return Source(line, line.source or _("an organisation you do not see"), "")

    @cached_property
    def money(self) -> Money:
        return money_of_lines(source.line for source in self.sources)

    @cached_property
    def leverage(self) -> list[tuple[str, str, str]]:
        """From whom the committed money comes: words, euros, and so much for each euro of the donor's."""
        sums = {
            origin: money_of_lines(source.line for source in self.sources if source.line.origin == origin).committed
            for origin in FundingOrigin
        }
        donor = sums[FundingOrigin.DONOR]
        return [
            (str(origin.label), euros(amount), f"{amount / donor:.1f}" if donor else "–")
            for origin, amount in sums.items()
        ]

    @cached_property
    def milestones(self) -> list[Milestone]:
        return list(Milestone.objects.of(self.partnership).order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_ROWS])

    @cached_property
    def results(self) -> list[Result]:
        return list(Result.objects.of(self.partnership)[:MOST_ROWS])

    @cached_property
    def reviews(self) -> list[Review]:
        return list(Review.objects.of(self.partnership)[:MOST_ROWS])

    @cached_property
    def reviews_due(self) -> list[ReviewDue]:
        return reviews_due(self.partnership, (review.months for review in self.reviews))

    # --- where it comes from, what happened ---------------------------------------------------------------------------
    @cached_property
    def resources(self) -> list[Resource]:
        rows = Resource.objects.visible_to(self.user).filter(partnerships=self.partnership)
        return list(rows.select_related("theme")[:MOST_ROWS])

    @cached_property
    def open_needs(self) -> list[Resource]:
        """Needs that may be met, now that it is completed."""
        return list(open_needs(self.partnership, self.user)) if self.partnership.stage == Stage.COMPLETED else []

    @cached_property
    def meetings(self) -> list[Meeting]:
        rows = Meeting.objects.visible_to(self.user).filter(partnerships=self.partnership)
        return list(rows.select_related("kind").order_by("-starts_at", "-pk")[:MOST_ROWS])

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        rows = FollowUp.objects.visible_to(self.user).filter(partnerships=self.partnership)
        order = (F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
        return list(rows.select_related("owner").order_by(*order)[:MOST_ROWS])

    @cached_property
    def moves(self) -> list[StageChange]:
        """Every move, the newest first."""
        rows = StageChange.objects.filter(partnership=self.partnership).select_related("by")
        return list(rows[:MOST_MOVES])

    @property
    def history(self) -> list[tuple[StageChange, str]]:
        """Every move with how long it was in the stage before."""
        return [(move, days_in_words(move.seconds_before)) for move in self.moves]

    def events(self) -> list[Event]:
        """The moves as points of the time-line."""
        return [
            Event(
                at=move.at,
                icon="kanban",
                title=capfirst(move.get_to_stage_display()),
                when=" · ".join(str(part) for part in (dates.moment(move.at), move.by) if part),
                text=move.reason,
                key=True,
            )
            for move in self.moves[:12]
        ]
