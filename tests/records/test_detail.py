"""The page of a record: who sees what, and what it costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from midla.records.actions import edit
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory, TagFactory, ThemeFactory
from tests.factories.contacts import AffiliationFactory, FollowUpFactory, MeetingFactory

pytestmark = pytest.mark.django_db

# Existing efforts, needs and offers, partnerships: each asks once more, whatever the number of meetings.
PANELS_ADDED = 3


def full(meetings, **values):
    """An association with everything, and so many meetings."""
    association = AssociationFactory(parent=AssociationFactory(), owner=UserFactory(), **values)
    association.themes.add(ThemeFactory())
    association.tags.add(TagFactory())
    AssociationFactory(parent=association)
    AffiliationFactory(organisation=association)
    for number in range(meetings):
        MeetingFactory(with_organisations=[association], said=f"Said {number}")
        FollowUpFactory(organisation=association, owner=UserFactory())
        FollowUpFactory(organisation=association, done_at=timezone.now(), done_by=UserFactory())
        edit(association, by=UserFactory(), values={"members": number + 1})
    return association


@pytest.mark.parametrize("meetings", [1, 50])
def test_page_of_an_organisation_asks_no_more_for_more_meetings(client, rome_officer, meetings):
    association = full(meetings)
    client.force_login(rome_officer)
    client.get(f"/associations/{association.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(f"/associations/{association.pk}/").status_code == 200
    assert len(asked) <= 15 + PANELS_ADDED, "\n".join(query["sql"][:150] for query in asked)


def test_time_line_holds_the_newest_of_all_kinds(client, rome_officer):
    association = AssociationFactory()
    MeetingFactory(with_organisations=[association], title="Long ago", starts_at=timezone.now() - datetime.timedelta(9))
    FollowUpFactory(organisation=association, what="Sent the form", done_at=timezone.now() - datetime.timedelta(5))
    edit(association, by=rome_officer, values={"members": 5})
    client.force_login(rome_officer)
    titles = [str(event.title) for event in client.get(f"/associations/{association.pk}/").context["events"]]
    assert titles == ["Edited", "Done: Sent the form", "Long ago"]


def test_most_urgent_thing_comes_first(client, rome_officer):
    association = AssociationFactory()
    today = timezone.localdate()
    FollowUpFactory(organisation=association, what="Later", due_on=today + datetime.timedelta(days=5))
    FollowUpFactory(organisation=association, what="Overdue", due_on=today - datetime.timedelta(days=5))
    client.force_login(rome_officer)
    [panel] = client.get(f"/associations/{association.pk}/").context["panels_top"]
    assert panel["follow_up"].what == "Overdue"


def test_meetings_confined_to_others_do_not_show(client, rome_officer, manager):
    association = AssociationFactory()
    meeting = MeetingFactory(with_organisations=[association], title="Between two")
    meeting.confined_to.add(manager)
    client.force_login(rome_officer)
    assert "Between two" not in client.get(f"/associations/{association.pk}/").content.decode()


def test_parent_out_of_sight_is_not_named(client, quito_officer):
    federation = AssociationFactory(name="Hidden federation", serves=["PE"])
    association = AssociationFactory(serves=["EC"], parent=federation)
    client.force_login(quito_officer)
    assert "Hidden federation" not in client.get(f"/associations/{association.pk}/").content.decode()


def test_what_is_missing_leads_to_its_field(client, rome_officer):
    association = AssociationFactory(form="registered")
    client.force_login(rome_officer)
    page = client.get(f"/associations/{association.pk}/").content.decode()
    form = client.get(f"/associations/{association.pk}/edit/").content.decode()
    for field in ("tax_code", "members", "owner", "email"):
        assert f"/associations/{association.pk}/edit/#id_{field}" in page
        assert f'id="id_{field}"' in form


@pytest.mark.parametrize(
    "address", ["?as_of=0001-01-01", "?as_of=9999-12-31", "?as_of=x", "?as_of=2020-01-01&as_of=%E2%80%AE"]
)
def test_strange_days_are_no_error(client, rome_officer, address):
    association = AssociationFactory()
    client.force_login(rome_officer)
    assert client.get(f"/associations/{association.pk}/{address}").status_code == 200


@pytest.mark.parametrize("key", ["0", "999999999", "9" * 30])
@pytest.mark.parametrize("page", ["", "edit/", "history/", "trash/", "attach/", "change-face/"])
def test_unknown_keys_are_404(client, rome_officer, key, page):
    client.force_login(rome_officer)
    assert client.get(f"/associations/{key}/{page}").status_code == 404
