"""Needs and offers heard in a meeting: lines of the form that logs it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Meeting, Person
from midla.partnerships.models import Resource
from midla.records.models import Draft
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import MeetingKindFactory, PersonFactory
from tests.factories.territories import CountryFactory

LOG = "/meetings/log/"


def sent(*lines, **values):
    """What the form posts with these lines."""
    posted = {"when": "now", "said": "We talked.", "one_time_key": "a-key-of-the-form-1234", **values}
    posted |= {"heard-TOTAL_FORMS": str(len(lines) or 1), "heard-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        posted |= {f"heard-{number}-{name}": value for name, value in line.items()}
    return posted


@pytest.fixture
def officer(client, rome_officer):
    MeetingKindFactory()
    ThemeFactory(code="health")
    client.force_login(rome_officer)
    return rome_officer


ROOM = {"what": "A room on Sundays", "kind": "premises", "theme": "health", "side": "need"}
LESSONS = {"what": "Italian lessons", "kind": "training", "theme": "health", "side": "offer"}


def test_one_line_makes_a_need_of_the_association_met(client, officer):
    association = AssociationFactory(serves=["EC"])
    client.post(LOG, sent(ROOM, with_whom=[f"o{association.pk}"]))
    need = Resource.objects.get()
    assert (need.side, need.what, need.kind, need.theme.code) == ("need", "A room on Sundays", "premises", "health")
    assert (need.organisation.pk, need.meeting, need.owner) == (association.pk, Meeting.objects.get(), officer)
    assert list(need.countries.values_list("code", flat=True)) == ["EC"]


def test_whose_it_is_may_be_said_where_several_were_met(client, officer):
    first, second = AssociationFactory(), PartnerActorFactory()
    person = PersonFactory(citizen_of=["CO"])
    whom = [f"p{person.pk}", f"o{second.pk}", f"o{first.pk}"]
    lines = [ROOM, {**LESSONS, "whose": f"o{first.pk}"}, {**LESSONS, "what": "Her help", "whose": f"p{person.pk}"}]
    client.post(LOG, sent(*lines, with_whom=whom))
    holders = {row.what: row.holder.pk for row in Resource.objects.all()}
    assert holders == {"A room on Sundays": second.pk, "Italian lessons": first.pk, "Her help": person.pk}


def test_a_line_may_be_of_somebody_created_with_the_meeting(client, officer):
    CountryFactory(code="PE")
    page = client.post(LOG, sent(ROOM, with_whom=["new:Elena Ramos"], find="with_whom")).content.decode()
    prefix = re.search(r'name="(new-\w+)-shown"', page)[1]
    new = {f"{prefix}-shown": "1", f"{prefix}-what": "person", f"{prefix}-communities": ["PE"]}
    client.post(LOG, sent({**ROOM, "whose": "new:Elena Ramos"}, with_whom=["new:Elena Ramos"], **new))
    assert Resource.objects.get().person == Person.objects.get()


def test_a_line_left_empty_is_none(client, officer):
    association = AssociationFactory()
    client.post(LOG, sent({"what": "", "side": "need"}, with_whom=[f"o{association.pk}"]))
    assert (Meeting.objects.count(), Resource.objects.count()) == (1, 0)


def test_a_double_click_makes_one(client, officer):
    posted = sent(ROOM, with_whom=[f"o{AssociationFactory().pk}"])
    assert client.post(LOG, posted).url == client.post(LOG, posted).url
    assert Resource.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"what": "A room"}, "Choose the kind."),
        ({"what": "A room", "kind": "premises"}, "Choose the theme."),
        ({"kind": "premises"}, "Write what is needed or offered"),
        ({**ROOM, "kind": "nonsense"}, "There is no such choice"),
        ({**ROOM, "whose": "o999999"}, "not one of the available choices"),
        ({**ROOM, "theme": "nonsense"}, "no such choice"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client, officer, line, sentence):
    page = client.post(LOG, sent(line, with_whom=[f"o{AssociationFactory(name='Ayni').pk}"])).content.decode()
    assert sentence in page
    assert "We talked." in page
    assert all(str(value) in page for name, value in line.items() if name == "what")
    assert (Meeting.objects.count(), Resource.objects.count()) == (0, 0)


def test_one_line_more_without_script_keeps_what_was_typed(client, officer):
    association = AssociationFactory(name="Ayni")
    posted = sent(ROOM, with_whom=[f"o{association.pk}"])
    page = client.post(LOG, {**posted, "add-line": "heard"}).content.decode()
    assert 'name="heard-1-what"' in page
    assert 'value="A room on Sundays"' in page
    assert "Choose the kind." not in page
    assert f'<option value="o{association.pk}">Ayni' in page
    assert 'name="promises-1-what"' not in page


def test_a_line_of_promises_more_leaves_these_as_they_are(client, officer):
    page = client.post(LOG, sent(ROOM, **{"add-line": "promises", "promises-TOTAL_FORMS": "1"})).content.decode()
    assert 'name="promises-1-what"' in page
    assert 'name="heard-1-what"' not in page
    assert 'value="A room on Sundays"' in page


def test_the_draft_keeps_the_lines(client, officer):
    client.post(f"{LOG}draft/", sent(ROOM, said="Half"))
    assert Draft.objects.count() == 1
    page = client.get(f"{LOG}?draft=").content.decode()
    assert 'value="A room on Sundays"' in page


def test_more_than_five_lines_are_refused_in_words(client, officer):
    lines = [{**ROOM, "what": f"Room {number}"} for number in range(6)]
    page = client.post(LOG, sent(*lines, with_whom=[f"o{AssociationFactory().pk}"])).content.decode()
    assert "at most 5" in page
    assert Resource.objects.count() == 0


def test_what_a_limited_user_hears_lies_within_the_limit(client, quito_officer):
    MeetingKindFactory()
    ThemeFactory(code="health")
    client.force_login(quito_officer)
    for code in ("PE", "BO", "CO"):
        CountryFactory(code=code)
    partner, both = PartnerActorFactory(), AssociationFactory(serves=["PE", "EC"])
    for number, holder in enumerate((partner, both)):
        client.post(LOG, sent(ROOM, with_whom=[f"o{holder.pk}"], one_time_key=f"key-of-the-form-{number}-1234"))
    found = [list(row.countries.values_list("code", flat=True)) for row in Resource.objects.all()]
    assert found == [["EC"], ["EC"]]


def test_without_lines_logging_asks_no_more(client, officer):
    association = AssociationFactory()
    client.get(LOG)
    client.post(LOG, sent(with_whom=[f"o{association.pk}"], one_time_key="warm-up-of-this-test"))
    with CaptureQueriesContext(connection) as with_empty:
        client.post(LOG, sent({"side": "need"}, with_whom=[f"o{association.pk}"]))
    assert not any("partnerships_resource" in query["sql"] for query in with_empty)
