"""Federations: no circles, whoever asks; the whole sums up its sections."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from associations.federation import makes_a_circle, sections_of
from midla.records.actions import edit, trash, undo
from midla.records.errors import Refused
from midla.records.models import Change
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """A federation, a section, and a section of that."""
    whole = AssociationFactory(name="Whole", members=10)
    section = AssociationFactory(name="Section", members=5, parent=whole)
    return whole, section, AssociationFactory(name="Circle", members=None, parent=section)


def test_circle_is_refused_by_the_form(client, rome_officer, tree):
    whole, _section, lowest = tree
    client.force_login(rome_officer)
    values = {"name": "Whole", "communities": ["PE"], "province": whole.province_id, "version": 1, "parent": lowest.pk}
    answer = client.post(f"/associations/{whole.pk}/edit/", values)
    assert list(answer.context["form"].errors) == ["parent"]


def test_circle_is_refused_by_the_action(rome_officer, tree):
    whole, _section, lowest = tree
    with pytest.raises(Refused, match="belong to itself"):
        edit(whole, by=rome_officer, values={"parent_id": lowest.pk})
    whole.refresh_from_db()
    assert whole.parent_id is None


def test_circle_is_refused_by_undo(client, rome_officer, tree):
    whole, section, _lowest = tree
    edit(section, by=rome_officer, values={"parent_id": None})
    change = Change.objects.of(section).get()
    edit(whole, by=rome_officer, values={"parent_id": section.pk})
    client.force_login(rome_officer)
    answer = client.post(f"/associations/{section.pk}/history/{change.pk}/undo/")
    assert answer.status_code == 409
    with pytest.raises(Refused):
        undo(section, change, by=rome_officer)


def test_itself_and_its_sections_are_circles_but_others_are_not(tree):
    whole, _section, lowest = tree
    assert makes_a_circle(whole.pk, whole.pk)
    assert makes_a_circle(whole.pk, lowest.pk)
    assert not makes_a_circle(lowest.pk, whole.pk)


def test_sections_show_only_what_the_reader_sees(quito_officer, rome_officer):
    whole = AssociationFactory(serves=["EC"])
    AssociationFactory(serves=["PE"], parent=whole)
    seen = AssociationFactory(serves=["EC"], parent=whole)
    trashed = AssociationFactory(serves=["EC"], parent=whole)
    trash(trashed, by=rome_officer)
    assert [section.organisation.pk for section in sections_of(whole, quito_officer)] == [seen.pk]


def test_the_tree_takes_three_queries_however_large(client, rome_officer, django_assert_max_num_queries):
    alone, whole = AssociationFactory(), AssociationFactory()
    for section in AssociationFactory.create_batch(5, parent=whole):
        AssociationFactory(parent=section)
        MeetingFactory(with_organisations=[section])
    client.force_login(rome_officer)
    client.get(f"/associations/{alone.pk}/")
    with CaptureQueriesContext(connection) as without:
        client.get(f"/associations/{alone.pk}/")
    with django_assert_max_num_queries(len(without) + 3):
        assert len(client.get(f"/associations/{whole.pk}/").context["sections"]) == 10


def test_page_of_the_whole_sums_up_members_and_meetings(client, rome_officer, tree):
    whole, section, lowest = tree
    MeetingFactory(with_organisations=[section, lowest])
    MeetingFactory(with_organisations=[whole])
    MeetingFactory(with_organisations=[lowest], state="planned")
    client.force_login(rome_officer)
    answer = client.get(f"/associations/{whole.pk}/")
    page = answer.content.decode()
    assert [(line.organisation.name, line.depth) for line in answer.context["sections"]] == [
        ("Section", 1),
        ("Circle", 2),
    ]
    assert "15 members in all" in page
    assert "2 meetings held" in page
