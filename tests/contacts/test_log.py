"""Logging a meeting: three answers are enough, nothing typed is lost, and everything hangs together afterwards."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from associations.models import Association
from contacts.models import Consent, FollowUp, Meeting, Person
from midla.records.models import Change, Draft
from tests.factories.associations import AssociationFactory, PartnerActorFactory
from tests.factories.contacts import AffiliationFactory, MeetingKindFactory, PersonFactory
from tests.factories.territories import CountryFactory, ProvinceFactory

LOG = "/meetings/log/"


@pytest.fixture
def office(db):
    """What every office has: kinds of meeting, programme countries, a province."""
    MeetingKindFactory(code="visit")
    for code in ("BO", "CO", "EC", "PE"):
        CountryFactory(code=code)
    return ProvinceFactory()


def typed(**answers):
    return {"when": "now", "said": "Se habló de la fiesta", **answers}


def prefix(client, name):
    """The prefix of the fields that ask what a new name is, as the page draws them."""
    page = client.get("/meetings/log/new/", {"name": name}).content.decode()
    return page.split('-shown"')[0].rsplit('name="', 1)[1]


def test_with_whom_and_what_are_enough(client, office, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(LOG, typed(with_whom=[f"o{association.pk}"]))
    meeting = Meeting.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/meetings/{meeting.pk}/")
    assert list(meeting.organisations.values_list("pk", flat=True)) == [association.pk]
    assert (meeting.kind.code, meeting.state, list(meeting.staff.all())) == ("visit", "held", [rome_officer])
    assert Change.objects.of(meeting).get().after["organisations"] == [association.pk]
    association.refresh_from_db()
    assert association.activity.met_on == timezone.localdate()


def test_new_association_new_person_and_follow_up_in_one_go(client, office, rome_officer):
    client.force_login(rome_officer)
    one, other = prefix(client, "Mujeres Ñandú"), prefix(client, "Rosa Quispe Mamani")
    client.post(
        LOG,
        typed(
            with_whom=["new:Mujeres Ñandú", "new:Rosa Quispe Mamani"],
            women="9",
            men="5",
            **{f"{one}-shown": "1", f"{one}-what": "association", f"{one}-communities": ["PE"]},
            **{f"{one}-province": str(office.pk)},
            **{f"{other}-shown": "1", f"{other}-what": "person"},
            **{"promises-TOTAL_FORMS": "1", "promises-INITIAL_FORMS": "0", "promises-0-what": "Mandar el catálogo"},
            **{"promises-0-who": "them", "promises-0-by_when": "in two weeks"},
        ),
    )
    meeting, person, follow_up = Meeting.objects.get(), Person.objects.get(), FollowUp.objects.get()
    assert meeting.headcount == 14
    assert [organisation.name for organisation in meeting.organisations.all()] == ["Mujeres Ñandú"]
    assert list(meeting.people.all()) == [person]
    assert (person.full_name, person.to_complete) == ("Rosa Quispe Mamani", True)
    assert follow_up.due_on == timezone.localdate() + datetime.timedelta(days=14)
    assert (follow_up.promised_by, follow_up.owner) == ("them", rome_officer)
    assert Change.objects.of(follow_up).count() == 1


def test_a_new_name_without_place_comes_back_whole_with_a_sentence(client, office, rome_officer):
    client.force_login(rome_officer)
    answer = client.post(LOG, typed(with_whom=["new:Mujeres Ñandú"])).content.decode()
    assert "Say of each new name what it is and where." in answer
    assert "Mujeres Ñandú" in answer
    assert "Se habló de la fiesta" in answer
    assert not Association.objects.exists()


def test_without_script_find_offers_matches_and_loses_nothing(client, office, rome_officer):
    association = AssociationFactory(name="Ñandú de Oro")
    client.force_login(rome_officer)
    answer = client.post(LOG, typed(find="with_whom", **{"with_whom-find": "nandu"})).content.decode()
    assert f'value="o{association.pk}"' in answer
    assert 'value="new:nandu"' in answer
    assert "Se habló de la fiesta" in answer
    assert not Meeting.objects.exists()


def test_a_double_click_makes_one_meeting(client, office, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answers = typed(with_whom=[f"o{association.pk}"], one_time_key="a-key-of-the-form-1234")
    first, second = client.post(LOG, answers), client.post(LOG, answers)
    assert first.url == second.url
    assert Meeting.objects.count() == 1


def test_a_limited_user_cannot_log_with_what_they_do_not_see(client, office, quito_officer):
    association = AssociationFactory(serves=["PE"])
    client.force_login(quito_officer)
    assert "does not exist" in client.post(LOG, typed(with_whom=[f"o{association.pk}"])).content.decode()
    assert not Meeting.objects.exists()


def test_a_viewer_may_not_log(client, office, lima_viewer):
    client.force_login(lima_viewer)
    assert client.get(LOG).status_code == 403


def test_a_sum_beyond_what_can_be_kept_is_refused(client, office, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(LOG, typed(with_whom=[f"o{association.pk}"], women="100000", men="2"))
    assert list(answer.context["form"].errors) == ["headcount"]
    assert not Meeting.objects.exists()


def test_parts_cannot_be_more_than_the_whole(client, office, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answers = typed(with_whom=[f"o{association.pk}"], women="9", men="5", headcount="10")
    assert "more than everybody present" in client.post(LOG, answers).content.decode()


def test_a_held_meeting_does_not_lie_in_the_future(client, office, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answers = typed(with_whom=[f"o{association.pk}"], when="other", moment="2090-01-01T10:00")
    assert "lies in the future" in client.post(LOG, {**answers, "when": "other"}).content.decode()


def test_typeahead_offers_people_of_the_chosen_organisations_first(client, office, rome_officer):
    role = AffiliationFactory(person__given_names="Zoila")
    PersonFactory(given_names="Abel")
    client.force_login(rome_officer)
    found = client.get("/meetings/typeahead/", {"q": "", "with_whom": f"o{role.organisation_id}"}).json()
    assert [one["value"] for one in found] == [f"p{role.person_id}"]


def test_typeahead_does_not_leak_other_countries(client, office, quito_officer):
    AssociationFactory(name="Ñandú Perú", serves=["PE"])
    partner = PartnerActorFactory(name="Ñandú Onlus")
    client.force_login(quito_officer)
    found = client.get("/meetings/typeahead/", {"q": "nandu"}).json()
    assert [one["value"] for one in found] == [f"o{partner.pk}", "new:nandu"]


def test_a_pasted_list_is_matched_with_reasons(client, office, rome_officer):
    person = PersonFactory(given_names="Rosa", family_names="Núñez")
    client.force_login(rome_officer)
    answer = client.post(LOG, typed(find="names", names="rosa nunez\nNadie Conocido")).content.decode()
    assert f'value="p{person.pk}"' in answer
    assert "same name" in answer
    assert 'value="new:Nadie Conocido"' in answer


def test_the_draft_is_kept_offered_and_gone_once_saved(client, office, rome_officer, manager):
    association = AssociationFactory()
    client.force_login(rome_officer)
    client.post("/meetings/log/draft/", typed(with_whom=[f"o{association.pk}"]))
    assert "You have a draft" in client.get(LOG).content.decode()
    continued = client.get(f"{LOG}?draft=1").content.decode()
    assert "Se habló de la fiesta" in continued
    assert association.name in continued
    client.post(LOG, typed(with_whom=[f"o{association.pk}"]))
    assert not Draft.objects.exists()


def test_a_draft_is_nobody_elses(client, office, rome_officer, manager):
    client.force_login(rome_officer)
    client.post("/meetings/log/draft/", typed())
    client.force_login(manager)
    assert "You have a draft" not in client.get(LOG).content.decode()


@pytest.mark.parametrize(
    "answers",
    [
        {"said": "x" * 100_000},
        {"with_whom": ["o99999999999999999999", "p0", "zz", "new:"]},
        {"with_whom": ["new:" + "ñ" * 5000]},
        {"when": "other", "moment": "0001-01-01T00:00"},
        {"when": "other", "moment": "9999-12-31T23:59"},
        {"when": "other", "moment": "2026-03-29T02:30"},
        {"women": "-1", "men": "99999999999999999999"},
        {"kind": "99999999999999999999", "province": "x", "themes": ["99999999999999999999"]},
        {"promises-TOTAL_FORMS": "99999", "promises-INITIAL_FORMS": "x", "promises-0-what": "a"},
        {
            "promises-TOTAL_FORMS": "1",
            "promises-INITIAL_FORMS": "0",
            "promises-0-what": "a",
            "promises-0-who": "9" * 30,
        },
        {"time_zone": "Mars/Base", "language": "xx"},
        {"add-line": "promises", "promises-TOTAL_FORMS": "-7"},
        {"names": "\u202eabc\n" * 400, "find": "names"},
    ],
)
def test_nonsense_gets_a_sentence(client, office, rome_officer, answers):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(LOG, typed(**{"with_whom": [f"o{association.pk}"], **answers}))
    assert answer.status_code == 200
    assert not Meeting.objects.exists()


def test_logging_takes_few_queries(client, office, rome_officer, django_assert_max_num_queries):
    chosen = [f"o{AssociationFactory().pk}" for _ in range(3)]
    promise = {"promises-TOTAL_FORMS": "1", "promises-INITIAL_FORMS": "0", "promises-0-what": "Llamar"}
    client.force_login(rome_officer)
    with django_assert_max_num_queries(25):
        client.post(LOG, typed(with_whom=chosen, **promise))
    assert Meeting.objects.get().organisations.count() == 3


def test_two_forms_begun_keep_two_drafts(client, office, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    keys = {said: f"a-key-of-the-form-{said}" for said in ("uno", "due")}
    for said, key in keys.items():
        client.post("/meetings/log/draft/", typed(said=said, one_time_key=key))
    assert client.get(LOG).content.decode().count("You have a draft") == 2
    client.post(LOG, typed(with_whom=[f"o{association.pk}"], said="uno", one_time_key=keys["uno"]))
    # What a page sends on its way out, after its form was saved, is no draft any more.
    client.post("/meetings/log/draft/", typed(said="uno", one_time_key=keys["uno"]))
    assert [draft.content["said"] for draft in Draft.objects.all()] == [["due"]]


def test_a_draft_shows_no_errors_before_it_is_saved(client, office, rome_officer):
    client.force_login(rome_officer)
    client.post("/meetings/log/draft/", {"when": "now", "with_whom": ["new:Ayni"], "line": ["Rosa"], "said": ""})
    page = client.get(f"{LOG}?draft=1").content.decode()
    assert "New: " in page or "Ayni" in page
    assert "invalid-feedback" not in page


def test_what_is_agreed_to_is_recorded_of_each_person_named(client, office, rome_officer):
    known, answer = PersonFactory(), {"consent-contact": "given", "consent-method": "spoken", "consent-language": "es"}
    name = prefix(client_of(client, rome_officer), "Zoila Nueva")
    new = {f"{name}-shown": "1", f"{name}-what": "person"}
    client.post(LOG, typed(with_whom=[f"p{known.pk}", "new:Zoila Nueva"], **answer, **new))
    rows = Consent.objects.values_list("person__given_names", "purpose", "state", "method", "recorded_by")
    assert sorted(rows) == [
        ("Rosa", "contact", "given", "spoken", rome_officer.pk),
        ("Zoila", "contact", "given", "spoken", rome_officer.pk),
    ]


def client_of(client, user):
    """The client, signed in."""
    client.force_login(user)
    return client


def test_consent_without_anybody_named_is_refused(client, office, rome_officer):
    client.force_login(rome_officer)
    answer = {"consent-contact": "given", "consent-method": "spoken"}
    page = client.post(LOG, typed(with_whom=[f"o{AssociationFactory().pk}"], **answer)).content.decode()
    assert "Name who agreed: consent is kept with the person." in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(("organisations", "hangs_on_it"), [(1, True), (2, False)])
def test_a_promise_hangs_on_the_one_organisation_that_was_met(client, office, rome_officer, organisations, hangs_on_it):
    chosen = [AssociationFactory() for _ in range(organisations)]
    promise = {"promises-TOTAL_FORMS": "1", "promises-INITIAL_FORMS": "0", "promises-0-what": "Llamar"}
    client.force_login(rome_officer)
    client.post(LOG, typed(with_whom=[f"o{one.pk}" for one in chosen], **promise))
    assert FollowUp.objects.get().organisation == (chosen[0] if hangs_on_it else None)
    for organisation in chosen:
        assert "Llamar" in client.get(organisation.get_absolute_url()).content.decode()


def test_typeahead_offers_what_begins_so_first_and_what_differs_by_a_slip(client, office, rome_officer):
    inside, begins = AssociationFactory(name="Andes Qhapaq"), AssociationFactory(name="Qhapaq Ñan")
    client.force_login(rome_officer)
    for query, offered in {"qhapaq": [begins, inside], "qhapak ñan": [begins]}.items():
        found = client.get("/meetings/typeahead/", {"q": query}).json()
        assert [one["value"] for one in found] == [*(f"o{one.pk}" for one in offered), f"new:{query}"]


def test_yesterday_is_the_day_before_also_where_clocks_were_changed(client, office, rome_officer):
    association = AssociationFactory()
    client.force_login(rome_officer)
    with time_machine.travel(datetime.datetime(2026, 3, 29, 22, 30, tzinfo=datetime.UTC), tick=False):
        client.force_login(rome_officer)
        client.post(LOG, typed(with_whom=[f"o{association.pk}"], when="yesterday", time_zone="Europe/Rome"))
    meeting = Meeting.objects.get()
    assert f"{meeting.starts_there:%Y-%m-%d %H:%M}" == "2026-03-29 00:30"


def test_a_day_in_words_is_told_back_or_what_to_write_instead(client, rome_officer):
    client.force_login(rome_officer)

    def told(text):
        return client.get("/follow-ups/day/", {"promises-0-by_when": text}).content.decode()

    with time_machine.travel(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC), tick=False):
        client.force_login(rome_officer)
        assert told("venerdì").startswith("Friday 27")
        assert told("<b>quando torna</b>").startswith("This is no day that can be understood.")
        assert told("") == ""


@pytest.mark.parametrize(("codes", "logged"), [(["PE"], False), (["PE", "EC"], True), ([], True)])
def test_a_limited_officer_records_people_of_their_countries_only(client, office, quito_officer, codes, logged):
    client.force_login(quito_officer)
    name = prefix(client, "Zoila Nueva")
    new = {f"{name}-shown": "1", f"{name}-what": "person", f"{name}-communities": codes}
    client.post(LOG, typed(with_whom=["new:Zoila Nueva"], **new))
    assert Meeting.objects.exists() == Person.objects.exists() == logged


@pytest.mark.parametrize(("code", "logged"), [("PE", False), ("EC", True), ("ES", True)])
def test_a_limited_officer_records_partner_actors_in_their_countries_only(client, office, quito_officer, code, logged):
    CountryFactory(code=code)
    client.force_login(quito_officer)
    name = prefix(client, "Alcaldía")
    new = {f"{name}-shown": "1", f"{name}-what": "partner", f"{name}-country": code}
    client.post(LOG, typed(with_whom=["new:Alcaldía"], **new))
    assert Meeting.objects.exists() is logged
