"""Planning a meeting, holding it, writing it down; what limited users see of it, and what they cannot lose."""

import datetime

import pytest
from django.utils import timezone

from associations.models import Association
from contacts.actions.meeting import set_presence
from contacts.models import FollowUp, Meeting, Participation, Person
from midla.records.models import Change
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import (
    AffiliationFactory,
    FollowUpFactory,
    MeetingFactory,
    MeetingKindFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.territories import CountryFactory, ProvinceFactory

PLAN = "/meetings/add/"
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def kind(db):
    """What every office has: a kind of meeting, the programme countries."""
    for code in ("BO", "CO", "EC", "PE"):
        CountryFactory(code=code)
    return MeetingKindFactory(code="visit")


@pytest.fixture
def viewer(db):
    """A viewer who sees every country."""
    return UserFactory(role="viewer")


def soon(days=3):
    return f"{timezone.localdate() + days * A_DAY}T18:00"


def planned(of_kind, **answers):
    return {"kind": of_kind.pk, "starts_at": soon(), "time_zone": "Europe/Rome", "staff": [], **answers}


def written(client, meeting, **answers):
    """What the edit page holds, with other answers."""
    form = client.get(f"/meetings/{meeting.pk}/edit/").context["form"]
    held = {name: form[name].value() for name in form.fields}
    held = {
        name: [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
        for name, value in held.items()
    }
    return {name: value for name, value in {**held, **answers}.items() if value is not None}


def shared(by, *, state="held", days=-1):
    """A meeting of a Peruvian and an Ecuadorian association with a person of each country."""
    peru, ecuador = (
        AssociationFactory(name="Inti Perú", serves=["PE"]),
        AssociationFactory(name="Mitad Ecuador", serves=["EC"]),
    )
    meeting = MeetingFactory(
        state=state,
        starts_at=(timezone.now() + days * A_DAY).replace(second=0, microsecond=0),
        with_organisations=[peru, ecuador],
        created_by=by,
    )
    for name, code in (("Zoila", "PE"), ("Eloy", "EC")):
        person = PersonFactory(given_names=name, family_names="Secreto", citizen_of=[code])
        ParticipationFactory(meeting=meeting, person=person)
    return meeting


# --- planning ---
def test_planning_invites_whom_it_is_with_new_names_too(client, kind, rome_officer):
    association, province = AssociationFactory(), ProvinceFactory()
    client.force_login(rome_officer)
    new = client.get("/meetings/log/new/", {"name": "Rosa Nueva"}).context["form"].prefix
    other = client.get("/meetings/log/new/", {"name": "Casa Nueva"}).context["form"].prefix
    answers = planned(kind, with_whom=[f"o{association.pk}", "new:Rosa Nueva", "new:Casa Nueva"], minutes_long="90")
    answers |= {f"{new}-shown": "1", f"{new}-what": "person", f"{other}-shown": "1", f"{other}-what": "association"}
    answers |= {f"{other}-communities": ["PE"], f"{other}-province": province.pk}
    answer = client.post(PLAN, answers)
    meeting = Meeting.objects.get()
    assert answer.url == f"/meetings/{meeting.pk}/"
    assert (meeting.state, meeting.starts_there.strftime("%Y-%m-%dT%H:%M")) == ("planned", soon())
    assert set(meeting.organisations.values_list("name", flat=True)) == {association.name, "Casa Nueva"}
    assert [(str(part.person), part.presence) for part in meeting.participations.all()] == [("Rosa Nueva", "invited")]
    association.refresh_from_db()
    assert not hasattr(association, "activity") or association.activity.met_on is None


def test_a_new_name_on_the_plan_needs_its_answers(client, kind, rome_officer):
    client.force_login(rome_officer)
    answer = client.post(PLAN, planned(kind, with_whom=["new:Casa Nueva"])).content.decode()
    assert "Say of each new name what it is and where." in answer
    assert answer.count('data-new="Casa Nueva"') == 1
    assert not (Association.objects.exists() or Meeting.objects.exists())


def test_kinds_ask_for_what_they_need(client, kind, rome_officer):
    association = AssociationFactory()
    online = MeetingKindFactory(code="online", needs_link=True)
    visit = MeetingKindFactory(code="place", needs_place=True)
    client.force_login(rome_officer)
    with_whom = [f"o{association.pk}"]
    assert "joined online" in client.post(PLAN, planned(online, with_whom=with_whom)).content.decode()
    assert "needs a place" in client.post(PLAN, planned(visit, with_whom=with_whom)).content.decode()
    client.post(PLAN, planned(visit, with_whom=with_whom, place="Casa del Popolo"))
    assert Meeting.objects.get().place == "Casa del Popolo"


def test_the_address_says_with_whom_and_on_which_day(client, kind, rome_officer):
    association = AssociationFactory(name="Inti Perú")
    client.force_login(rome_officer)
    page = client.get(PLAN, {"organisation": association.pk, "day": "2026-12-05"}).content.decode()
    assert 'value="2026-12-05T18:00"' in page
    assert "Inti Perú" in page


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "9999-12-31", "2026-99-99", "\u202e", "1" * 9000])
def test_a_nonsense_day_leaves_the_form_empty(client, kind, rome_officer, day):
    client.force_login(rome_officer)
    page = client.get(PLAN, {"day": day, "organisation": "9" * 30, "person": "x"})
    assert (page.status_code, page.context["form"].initial["starts_at"]) == (200, "")


@pytest.mark.parametrize(
    "answers",
    [
        {"starts_at": "0001-01-01T00:00"},
        {"starts_at": "9999-12-31T23:59"},
        {"starts_at": "1900-01-01T00:00"},
        {"starts_at": "2027-03-28T02:30"},
        {"starts_at": "x" * 100_000},
        {"starts_at": "2020-01-01T10:00"},
        {"time_zone": "Mars/Base"},
        {"kind": "9" * 30},
        {"minutes_long": "-1"},
        {"minutes_long": "9" * 30},
        {"province": "x"},
        {"themes": ["9" * 30, "x"]},
        {"staff": ["9" * 30]},
        {"title": "x" * 100_000},
        {"said": "x" * 100_000},
        {"link": "javascript:alert(1)"},
        {"with_whom": ["o" + "9" * 30, "p0", "zz"]},
        {"with_whom": []},
    ],
)
def test_nonsense_in_the_plan_gets_a_sentence(client, kind, rome_officer, answers):
    association = AssociationFactory()
    client.force_login(rome_officer)
    answer = client.post(PLAN, planned(kind, **{"with_whom": [f"o{association.pk}"], **answers}))
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert not Meeting.objects.exists()


def test_a_viewer_plans_nothing(client, kind, lima_viewer):
    client.force_login(lima_viewer)
    assert client.get(PLAN).status_code == 403


# --- held with one click ---
def test_held_with_one_click_and_undone_with_another(client, rome_officer):
    meeting = shared(rome_officer, state="planned")
    client.force_login(rome_officer)
    page = client.post(f"/meetings/{meeting.pk}/step/", {"step": "hold"}, follow=True).content.decode()
    meeting.refresh_from_db()
    assert meeting.state == "held"
    assert "Write what happened" in page
    undo_url = f"/meetings/{meeting.pk}/history/{Change.objects.of(meeting).first().pk}/undo/"
    assert undo_url in page
    client.post(undo_url)
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_a_meeting_of_next_week_was_not_held(client, rome_officer):
    meeting = shared(rome_officer, state="planned", days=7)
    client.force_login(rome_officer)
    page = client.post(f"/meetings/{meeting.pk}/step/", {"step": "hold"}, follow=True).content.decode()
    assert "Its day has not come yet." in page
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_cancelling_and_nonsense_steps(client, rome_officer, lima_viewer):
    meeting = shared(rome_officer, state="planned", days=7)
    client.force_login(rome_officer)
    assert client.post(f"/meetings/{meeting.pk}/step/", {"step": "explode"}).status_code == 400
    assert client.get(f"/meetings/{meeting.pk}/step/").url == f"/meetings/{meeting.pk}/"
    client.post(f"/meetings/{meeting.pk}/step/", {"step": "cancel"})
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    client.force_login(lima_viewer)
    assert client.post(f"/meetings/{meeting.pk}/step/", {"step": "hold"}).status_code == 403


# --- the page ---
def test_the_page_tells_time_there_and_here_roles_of_that_day_and_promises(client, rome_officer):
    role = AffiliationFactory(person__given_names="Rosa", role__code="president")
    meeting = MeetingFactory(
        starts_at=datetime.datetime(2026, 7, 1, 15, 0, tzinfo=datetime.UTC),
        time_zone="America/Lima",
        minutes_long=60,
        with_organisations=[role.organisation],
    )
    ParticipationFactory(meeting=meeting, person=role.person)
    FollowUpFactory(meeting=meeting, what="Mandar el catálogo", organisation=None)
    client.force_login(rome_officer)
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert f"<h1>Visit with {role.organisation.name}</h1>" in page
    assert "10:00–11:00 (Peru)" in page
    assert "17:00–18:00 on your clock" in page
    assert f"present · president, {role.organisation}" in page
    assert "Mandar el catálogo" in page


def test_limited_users_never_read_names_of_others(client, rome_officer, quito_officer):
    meeting = shared(rome_officer)
    peruvian = Person.objects.get(given_names="Zoila")
    client.force_login(rome_officer)
    client.post(f"/meetings/{meeting.pk}/people/set/", {"person": peruvian.pk, "presence": "excused"})
    client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, people=[peruvian.pk], said="Algo"))
    client.force_login(quito_officer)
    for page in ("", "minutes/", "people/", "history/", "edit/", "invitation.ics"):
        told = client.get(f"/meetings/{meeting.pk}/{page}").content.decode()
        assert [word for word in ("Zoila", "Inti") if word in told] == [], page
    assert "and 1 other" in client.get(f"/meetings/{meeting.pk}/").content.decode()


def test_who_may_not_read_special_data_is_not_told_who_met_a_parish(client, rome_officer, viewer):
    parish = AssociationFactory(form="religious", name="Señor de los Milagros")
    meeting = MeetingFactory(with_organisations=[parish], created_by=rome_officer)
    ParticipationFactory(meeting=meeting, person=PersonFactory(given_names="Zoila"))
    client.force_login(rome_officer)
    set_presence(meeting=meeting, person=meeting.people.get(), presence="excused", by=rome_officer)
    assert "Zoila" in client.get(f"/meetings/{meeting.pk}/history/").content.decode()
    client.force_login(viewer)
    for page in ("", "minutes/", "people/", "history/"):
        assert "Zoila" not in client.get(f"/meetings/{meeting.pk}/{page}").content.decode(), page
    assert "and 1 other" in client.get(f"/meetings/{meeting.pk}/").content.decode()


def test_the_page_takes_few_queries(client, rome_officer, django_assert_max_num_queries):
    meeting = shared(rome_officer)
    for _ in range(5):
        ParticipationFactory(meeting=meeting)
        FollowUpFactory(meeting=meeting)
    client.force_login(rome_officer)
    with django_assert_max_num_queries(20):
        client.get(f"/meetings/{meeting.pk}/")


# --- writing it down ---
def test_what_happened_is_written_with_people_and_counts(client, rome_officer):
    meeting = shared(rome_officer)
    newcomer = PersonFactory()
    CountryFactory(code="PE")
    client.force_login(rome_officer)
    people = [*meeting.people.values_list("pk", flat=True), newcomer.pk]
    changed = written(client, meeting, said="Se habló", people=people, women="9", men="5", count_pe="6")
    assert client.post(f"/meetings/{meeting.pk}/edit/", changed).status_code == 302
    before = meeting.starts_at
    meeting.refresh_from_db()
    assert (meeting.said, meeting.headcount, meeting.starts_at) == ("Se habló", 14, before)
    assert meeting.people.count() == 3
    assert list(meeting.headcounts.values_list("country_id", "people")) == [("PE", 6)]
    assert meeting.version == 1 + Change.objects.of(meeting).count()


def test_a_limited_user_keeps_what_they_do_not_see(client, rome_officer, quito_officer):
    meeting = shared(rome_officer)
    client.force_login(quito_officer)
    client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, said="Se habló"))
    meeting.refresh_from_db()
    assert (meeting.said, meeting.organisations.count(), meeting.people.count()) == ("Se habló", 2, 2)
    nobody = client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, organisations=[], people=[]))
    assert "leave one organisation or person" in nobody.content.decode()


def test_two_who_write_at_once_get_both_versions(client, rome_officer, manager):
    meeting = shared(rome_officer)
    client.force_login(rome_officer)
    mine = written(client, meeting, said="Lo mío")
    client.force_login(manager)
    client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, said="Lo suyo"))
    client.force_login(rome_officer)
    answer = client.post(f"/meetings/{meeting.pk}/edit/", mine)
    assert answer.status_code == 409
    assert "Lo mío" in answer.content.decode()
    assert "Lo suyo" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.said == "Lo suyo"


def test_people_taken_off_come_back_with_undo(client, rome_officer):
    meeting = shared(rome_officer)
    [first, _second] = meeting.people.values_list("pk", flat=True)
    client.force_login(rome_officer)
    client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, people=[first]))
    assert meeting.people.count() == 1
    client.post(f"/meetings/{meeting.pk}/history/{Change.objects.of(meeting).first().pk}/undo/")
    assert meeting.people.count() == 2


def test_who_is_added_to_a_planned_meeting_is_invited(client, rome_officer):
    meeting = shared(rome_officer, state="planned", days=3)
    newcomer = PersonFactory()
    people = [*meeting.people.values_list("pk", flat=True), newcomer.pk]
    client.force_login(rome_officer)
    client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, people=people))
    assert Participation.objects.get(person=newcomer).presence == "invited"


@pytest.mark.parametrize(
    "answers",
    [
        {"starts_at": "2090-01-01T10:00"},
        {"women": "9", "men": "9", "headcount": "3"},
        {"count_pe": "9" * 30},
        {"organisations": ["9" * 30], "people": ["x"]},
        {"version": "x"},
        {"outcome": "x" * 100_000},
    ],
)
def test_nonsense_in_the_minutes_changes_nothing(client, rome_officer, answers):
    meeting = shared(rome_officer)
    client.force_login(rome_officer)
    answer = client.post(f"/meetings/{meeting.pk}/edit/", written(client, meeting, said="Nuevo", **answers))
    assert answer.status_code in {200, 409}
    meeting.refresh_from_db()
    assert meeting.said == ""


def test_minutes_hold_what_was_said_and_promised(client, rome_officer):
    meeting = shared(rome_officer)
    Meeting.objects.update(said="Se habló de la fiesta", outcome="De acuerdo")
    FollowUp.objects.create(what="Mandar el catálogo", owner=rome_officer, meeting=meeting)
    client.force_login(rome_officer)
    page = client.get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    words = ("Inti Perú", "Zoila Secreto", "Se habló de la fiesta", "De acuerdo", "Mandar el catálogo")
    assert [word for word in words if word not in page] == []


# --- the month and the list ---
def test_the_month_shows_days_as_they_are_there(client, rome_officer, quito_officer, django_assert_max_num_queries):
    lima = datetime.datetime(2026, 12, 1, 2, 0, tzinfo=datetime.UTC)
    peru = AssociationFactory(name="Inti Perú", serves=["PE"])
    MeetingFactory(starts_at=lima, time_zone="America/Lima", with_organisations=[peru])
    MeetingFactory(starts_at=lima, state="cancelled", title="No se hace", with_organisations=[peru])
    client.force_login(rome_officer)
    with django_assert_max_num_queries(10):
        november = client.get("/meetings/calendar/?month=2026-11").content.decode()
    assert "Visit with Inti Perú" in november
    assert '<time datetime="2026-11-30"' in november
    assert "Inti" not in client.get("/meetings/calendar/?month=2026-12").content.decode()
    assert "No se hace" not in client.get("/meetings/calendar/?month=2026-12").content.decode()
    client.force_login(quito_officer)
    assert "Inti" not in client.get("/meetings/calendar/?month=2026-11").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        *("", "month=x", "month=0000-00", "month=1899-12", "month=2101-01", "month=9999-12"),
        *("month=%00", "month=-1", "month=2026-11&month=x", "month=" + "9" * 5000),
    ],
)
def test_a_nonsense_month_is_this_one(client, rome_officer, query):
    client.force_login(rome_officer)
    page = client.get(f"/meetings/calendar/?{query}")
    if "%00" in query:
        assert page.status_code == 400
        return
    assert page.context["month"] == timezone.localdate().strftime("%B %Y")


@pytest.mark.parametrize(("month", "way"), [("1900-01", "previous_url"), ("2100-12", "next_url")])
def test_the_first_and_last_month_lead_no_further(client, rome_officer, month, way):
    client.force_login(rome_officer)
    page = client.get(f"/meetings/calendar/?month={month}")
    assert (page.status_code, page.context[way]) == (200, "")


def test_the_list_names_untitled_meetings_by_whom_they_were_with(client, rome_officer):
    shared(rome_officer)
    client.force_login(rome_officer)
    assert "Visit with Inti Perú and 1 other" in client.get("/meetings/").content.decode()
