"""Every way of writing, by the pages themselves: afterwards each organisation's dates are what its meetings say.

What they say is worked out here a second time, plainly, so that the program is not compared with itself.
"""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from associations.models import Organisation, OrganisationActivity
from contacts.activity import recount
from contacts.models import Meeting
from midla.accounts.actions import hand_over
from midla.records.actions import edit, trash
from midla.records.models import Batch, Change
from midla.records.purging import purge_trash
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import MeetingKindFactory
from tests.factories.territories import CountryFactory, ProvinceFactory

A_DAY, AN_HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
NOON = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.UTC)


def said_by_meetings(organisation):
    """First contact, first meeting, last contact, last meeting, last contact but one."""
    days, met = [], []
    for meeting in Meeting.objects.all():
        counts = meeting.state == "held" and not meeting.trashed_at and not meeting.confined_to.exists()
        if counts and organisation in meeting.organisations.all():
            day = meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone)).date()
            days.append(day)
            if meeting.kind.counts_as == "meeting":
                met.append(day)
    days.sort(), met.sort()
    first, last = (lambda some: some[0] if some else None), (lambda some: some[-1] if some else None)
    return first(days), first(met), last(days), last(met), last(days[:-1])


def kept(organisation):
    row = OrganisationActivity.objects.get(organisation=organisation)
    return row.contacted_on, row.met_on, row.last_held_on, row.last_met_on, row.previous_held_on


class World:
    """One office at work: two associations, a partner actor, and whoever clicks."""

    def __init__(self, client, by, other):
        self.client, self.by, self.other = client, by, other
        self.visit = MeetingKindFactory(code="visit")
        self.call = MeetingKindFactory(code="call", counts_as="contact")
        self.first, self.second = AssociationFactory(owner=by), AssociationFactory(owner=by)
        self.partner = PartnerActorFactory()

    @property
    def meeting(self):
        """The meeting the way is about: the newest."""
        return Meeting.objects.latest("pk")

    def post(self, url, **values):
        answer = self.client.post(url, values)
        assert answer.status_code == 302, (url, answer.status_code, errors_of(answer))

    def log(self, *organisations, **values):
        with_whom = [f"o{organisation.pk}" for organisation in organisations or (self.first, self.second)]
        self.post("/meetings/log/", **{"when": "now", "said": "Festa", "with_whom": with_whom, **values})

    def plan(self, **values):
        start = (timezone.localtime() + AN_HOUR).strftime("%Y-%m-%dT%H:%M")
        chosen = {
            "kind": self.visit.pk,
            "starts_at": start,
            "time_zone": "Europe/Rome",
            "with_whom": [f"o{self.first.pk}"],
        }
        self.post("/meetings/add/", **{**chosen, **values})

    def resend(self, url, **changes):
        """Send the form of a page again, with some answers changed."""
        page = self.client.get(url).context
        form = page["adminform"].form if "adminform" in page else page["form"]
        held = {bound.html_name: sent(bound) for bound in form}
        # The inlines of the admin.
        for formset in page.get("inline_admin_formsets", ()):
            held |= {bound.html_name: bound.value() for bound in formset.formset.management_form}
        self.post(url, **{name: value for name, value in {**held, **changes}.items() if value is not None})

    def undo_newest(self):
        change = Change.objects.of(self.meeting).first()
        self.post(f"/meetings/{self.meeting.pk}/history/{change.pk}/undo/")


def errors_of(answer):
    context = answer.context or {}
    form = context["adminform"].form if "adminform" in context else context.get("form")
    return form and form.errors


def sent(bound):
    """What a browser sends for a field as it stands; the admin divides days and times."""
    value = bound.value()
    if isinstance(value, (list, tuple)) or hasattr(value, "all"):
        return [getattr(one, "pk", one) for one in value]
    if hasattr(value, "isoformat"):
        return bound.field.widget.format_value(value)
    return None if value is False else value


def logged(world):
    world.log()


def logged_as_a_call(world):
    world.log(kind=world.call.pk)


def logged_twice(world):
    world.log()
    world.log(world.first, world.partner, when="yesterday")


def planned(world):
    world.log(world.second)
    world.plan()


def planned_and_held(world):
    world.plan()
    world.post(f"/meetings/{world.meeting.pk}/step/", step="hold")


def held_and_undone(world):
    planned_and_held(world)
    world.undo_newest()


def held_and_cancelled(world):
    planned_and_held(world)
    world.post(f"/meetings/{world.meeting.pk}/step/", step="cancel")


def edited_to_another_day_and_kind(world):
    world.log()
    start = (timezone.localtime() - 500 * A_DAY).strftime("%Y-%m-%dT%H:%M")
    world.resend(f"/meetings/{world.meeting.pk}/edit/", starts_at=start, kind=world.call.pk)


def edited_to_other_organisations(world):
    world.log()
    world.resend(f"/meetings/{world.meeting.pk}/edit/", organisations=[world.partner.pk])
    assert list(world.meeting.organisations.all()) == [Organisation.objects.get(pk=world.partner.pk)]


def edited_and_undone(world):
    edited_to_another_day_and_kind(world)
    world.undo_newest()


def trashed(world):
    logged_twice(world)
    world.post(f"/meetings/{world.meeting.pk}/trash/", version=world.meeting.version)


def trashed_and_restored(world):
    trashed(world)
    world.post(f"/meetings/{world.meeting.pk}/restore/")


def recording_undone(world):
    logged_twice(world)
    world.undo_newest()


def purged(world):
    trashed(world)
    with time_machine.travel(timezone.now() + 31 * A_DAY):
        assert purge_trash() == (1, 0)


def confined(world):
    world.log()
    edit(world.meeting, by=world.by, values={}, many={"confined_to": [world.other.pk]})


def confined_and_opened(world):
    confined(world)
    edit(world.meeting, by=world.by, values={}, many={"confined_to": []})


def added_in_the_admin(world):
    start = timezone.localtime() - 3 * A_DAY
    values = {"state": "held", "said": "Festa", "kind": world.visit.pk, "organisations": [world.first.pk]}
    values |= {"starts_at": start.strftime("%Y-%m-%dT%H:%M"), "time_zone": "Europe/Rome"}
    world.resend("/admin/contacts/meeting/add/", **values)


def changed_in_the_admin(world):
    world.log()
    world.resend(f"/admin/contacts/meeting/{world.meeting.pk}/change/", state="cancelled")


def deleted_in_the_admin(world):
    logged_twice(world)
    world.post(f"/admin/contacts/meeting/{world.meeting.pk}/delete/", post="yes")


def picked_in_the_admin_and_moved_to_trash(world):
    logged_twice(world)
    world.post("/admin/contacts/meeting/", action="move_to_trash", _selected_action=[world.meeting.pk])


def kind_counts_as_something_else(world):
    world.log(kind=world.call.pk)
    world.resend(f"/admin/contacts/meetingkind/{world.call.pk}/change/", counts_as="meeting")


def organisation_added(world):
    CountryFactory(code="PE")
    values = {"name": "Nuova", "communities": ["PE"], "province": ProvinceFactory().pk}
    world.post("/associations/add/", **values)


def organisation_added_in_the_admin(world):
    province, country = ProvinceFactory(), CountryFactory(code="PE")
    world.resend("/admin/associations/association/add/", name="Nuova", communities=[country.pk], province=province.pk)


def organisation_added_while_logging(world):
    CountryFactory(code="PE")
    page = world.client.get("/meetings/log/new/", {"name": "Nuova"}).content.decode()
    new = page.split('-shown"')[0].rsplit('name="', 1)[1]
    answers = {f"{new}-shown": "1", f"{new}-what": "association", f"{new}-communities": ["PE"]}
    answers[f"{new}-province"] = ProvinceFactory().pk
    world.log(**answers, with_whom=[f"o{world.first.pk}", "new:Nuova"])


def face_changed(world):
    world.log()
    world.post(f"/associations/{world.first.pk}/change-face/", version=world.first.version)


def organisation_trashed_and_restored(world):
    world.log()
    trash(world.first, by=world.by)
    world.post(f"/associations/{world.first.pk}/restore/")


def organisation_purged(world):
    world.log()
    trash(world.second, by=world.by)
    with time_machine.travel(timezone.now() + 31 * A_DAY):
        purge_trash()


def changed_in_bulk_and_undone(world):
    world.log()
    picked = {"pick": [world.first.pk, world.second.pk], "act": "owner", "value": world.other.pk}
    shown = world.client.post("/associations/bulk/", {**picked, "step": "preview"}).context["preview"]
    world.post("/associations/bulk/", **picked, step="apply", expected=shown.digest)
    world.post(f"/associations/bulk/{Batch.objects.latest('pk').pk}/undo/")


def handed_over(world):
    world.log()
    assert hand_over(user=world.by, to=world.other, by=world.by) > 0


WAYS = [
    *(logged, logged_as_a_call, logged_twice, planned, planned_and_held, held_and_undone, held_and_cancelled),
    *(edited_to_another_day_and_kind, edited_to_other_organisations, edited_and_undone),
    *(trashed, trashed_and_restored, recording_undone, purged, confined, confined_and_opened),
    *(added_in_the_admin, changed_in_the_admin, deleted_in_the_admin, picked_in_the_admin_and_moved_to_trash),
    *(kind_counts_as_something_else, organisation_added, organisation_added_in_the_admin),
    *(organisation_added_while_logging, face_changed, organisation_trashed_and_restored, organisation_purged),
    *(changed_in_bulk_and_undone, handed_over),
]


@pytest.fixture
def world(client, administrator, manager):
    with time_machine.travel(NOON):
        client.force_login(administrator)
        yield World(client, administrator, manager)


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
def test_dates_are_what_the_meetings_say_after(world, way):
    way(world)
    organisations = list(Organisation.objects.all())
    told = {row.pk: kept(row) for row in organisations if hasattr(row, "activity")}
    assert told == {row.pk: said_by_meetings(row) for row in organisations if row.pk in told}
    # The partner and the associations are put there by the test: they have a row once a meeting concerns them.
    silent = [row for row in organisations if row.pk not in told]
    assert [row.name for row in silent if any(said_by_meetings(row))] == []
    assert recount() == len(silent)
