"""The pages of a partnership: list, what it is, opening one, editing it."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Organisation
from contacts.models import Meeting
from midla.accounts.permissions import Permission
from midla.partnerships.forms.partnership import PartnershipCreateForm, PartnershipEditForm
from midla.partnerships.models import Partnership
from midla.partnerships.records import PartnershipType
from midla.partnerships.sheet import Sheet
from midla.records.models import Change, Verb
from midla.records.panels import MOST_EVENTS, Asked, Event, events_of
from midla.records.registry import type_of
from midla.records.views.detail import RecordDetail, change_event
from midla.records.views.edit import RecordCreate, RecordEdit
from midla.records.views.lists import RecordList
from midla.records.wording import Wording
from midla.ui.widgets import MOST_FOUND, Choice

SHORTEST = 2
MOST_KEYS = 20


def partnership_find(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with at most twenty partnerships that the user sees."""
    query = request.GET.get("q", "").strip()[:200]
    if len(query) < SHORTEST:
        return JsonResponse([], safe=False)
    rows = Partnership.objects.visible_to(request.user).matching(query).order_by("sort_key", "pk")
    found = rows.prefetch_related("countries")[:MOST_FOUND]
    return JsonResponse([choice(partnership).as_json() for partnership in found], safe=False)


def choice(partnership: Partnership) -> Choice:
    """One partnership as a typeahead offers it."""
    codes = tuple(country.code for country in partnership.countries.all())
    return Choice(str(partnership.pk), partnership.title, partnership.get_stage_display(), codes)


class PartnershipList(RecordList):
    """Partnerships as a list."""

    record_type = PartnershipType
    permission = Permission.VIEW
    add_label = gettext_lazy("New partnership")

    def views(self) -> list[dict[str, Any]]:
        """The tabs, and the board with the same filters."""
        filters = self.listing.address.only(self.type.filters.names())
        board = {"label": _("Board"), "url": f"{self.address('board')}?{filters}", "current": False, "count": None}
        return [board, *super().views()]


class PartnershipDetail(RecordDetail):
    """Everything that concerns one partnership: where it stands, what is missing, what it brings."""

    record_type = PartnershipType
    permission = Permission.VIEW
    template_name = "partnerships/partnership_detail.html"

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.select_related("owner").prefetch_related("countries", "subdivisions", "themes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.sheet = Sheet(self.record, self.request.user)
        return super().get_context_data(sheet=self.sheet, **kwargs)

    def facts(self) -> list[tuple[str, Any]]:
        return self.sheet.facts()

    def events(self, asked: Asked) -> list[Event]:
        """Moves and other changes as one time-line; a move is told once."""
        changes = Change.objects.of(self.record).select_related("by")[: 2 * MOST_EVENTS]
        wording = Wording(self.type, self.request.user, self.record)
        own = [change_event(change, wording) for change in changes if not is_move(change)]
        found = sorted([*events_of(asked), *own, *self.sheet.events()], key=lambda event: event.at, reverse=True)
        return found[:MOST_EVENTS]


def is_move(change: Change) -> bool:
    """True for what is told as a move already: the first stage, and every other one."""
    return change.verb == Verb.CREATED or "stage" in change.after


class PartnershipForms:
    """What opening and editing a partnership share."""

    permission = Permission.EDIT
    record_type = PartnershipType
    save_label = gettext_lazy("Save partnership")
    template_name = "partnerships/partnership_form.html"


class PartnershipCreate(PartnershipForms, RecordCreate):
    """The form that opens a partnership, from nothing, from a meeting or from an organisation."""

    form_class = PartnershipCreateForm
    title = gettext_lazy("New partnership")

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "initial": self.initial()}

    def initial(self) -> dict[str, Any]:
        """What the address fills in: `?meeting=`, `?organisation=`, `?person=`, as far as the user sees them."""
        found: dict[str, Any] = {"owner": self.request.user.pk}
        if meeting := self.asked(Meeting, "meeting"):
            found |= taken_over(meeting, self.request.user)
        found.setdefault("others", []).extend(self.keys("organisation"))
        found["people"] = self.keys("person")
        return found

    def asked(self, model: Any, name: str) -> Any:
        """The record the address names, where the user sees it."""
        return next(iter(model.objects.visible_to(self.request.user).filter(pk__in=self.keys(name))), None)

    def keys(self, name: str) -> list[int]:
        """The keys that stand in the address under a name."""
        given = self.request.GET.getlist(name)[:MOST_KEYS]
        return [int(key) for key in given if key.isascii() and key.isdecimal() and len(key) < 19]

    def holds_back(self, form: Any) -> bool:
        """Once, where something like it exists already."""
        return "confirmed" not in self.request.POST and bool(form.similar)


def taken_over(meeting: Meeting, user: Any) -> dict[str, Any]:
    """What a partnership takes over from the meeting at which it was born."""
    organisations = list(Organisation.objects.visible_to(user).filter(meetings=meeting).prefetch_related("communities"))
    communities = {country.pk for one in organisations for country in one.communities.all() if country.in_programme}
    return {
        "meeting": meeting.pk,
        "others": [organisation.pk for organisation in organisations],
        "themes": list(meeting.themes.values_list("pk", flat=True)),
        "countries": sorted(communities),
    }


class PartnershipEdit(PartnershipForms, RecordEdit):
    """The form that edits a partnership."""

    form_class = PartnershipEditForm


def page_of(partnership: Partnership) -> str:
    """The address of a partnership's page."""
    return type_of(partnership).detail_url(partnership)
