"""Meetings from files: with whom, when, counted; the dates of engagement follow."""

import datetime

import pytest

from associations.models import OrganisationActivity
from contacts.models import Meeting
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingFactory, PersonFactory
from tests.factories.territories import ProvinceFactory

pytestmark = pytest.mark.usefixtures("named_words")

HEAD = "Data,Ora,Tipo,Associazione,Persone,Donne,Uomini,Verbale\n"


def test_a_meeting_comes_with_whom_it_was_with_and_counts_as_contact(run):
    ProvinceFactory()
    association = AssociationFactory(name="Casa Andina, Genova")
    person = PersonFactory(given_names="Ana", family_names="Quispe Mamani")
    text = HEAD + '3 marzo 2024,18:30,visita,"Casa Andina, Genova",Quispe Mamani Ana,4,3,Si parlò di rimesse\n'
    assert run("import_meetings", text)[0] == "1 added, 0 completed, 0 there already, 0 possibly doubles"
    meeting = Meeting.objects.get()
    assert list(meeting.organisations.all()) == [association]
    assert list(meeting.people.all()) == [person]
    assert (meeting.day, meeting.starts_there.time(), meeting.state) == (
        datetime.date(2024, 3, 3), datetime.time(18, 30), "held",
    )  # fmt: skip
    assert (meeting.kind.code, meeting.headcount, meeting.said) == ("visit", 7, "Si parlò di rimesse")
    assert OrganisationActivity.objects.get(organisation=association).last_met_on == datetime.date(2024, 3, 3)
    assert run("import_meetings", text)[0] == "0 added, 0 completed, 1 there already, 0 possibly doubles"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1/2/2024,,,Nobody,,,,", "Column “Associazione”: “Nobody” is not recorded. Import or add it first."),
        ("1/2/2024,,,,,,,", "Column “Associazione”: Say with whom it was: one organisation or person at least."),
        (
            "30/2/2024,,,Casa,,,,",
            "Column “Data”: “30/2/2024” is no day. Write day, month and year, such as 31/12/2024.",
        ),
        ("1/2/2024,25:99,,Casa,,,,", "Column “Ora”: “25:99” is no time. Write it as 18:30."),
        ("1/2/2024 18:30Z,,,Casa,,,,", "Column “Data”: “1/2/2024 18:30Z” is no time. Write it as 18:30."),
        ("1/2/2024,,banquet,Casa,,,,", "Column “Tipo”: “banquet” is not in the list: visit."),
        (
            "1/2/2024,,,Casa,,100000,2,",
            "Column “Everybody present”: Ensure this value is less than or equal to 100000.",
        ),
        ("1/2/2024,,,Casa,,many,,", "Column “Donne”: “many” value must be an integer."),
    ],
)
def test_a_row_that_does_not_fit_says_why(run, row, sentence):
    AssociationFactory(name="Casa")
    assert run("import_meetings", f"{HEAD}{row}\n") == (
        "refused: 1 rows do not fit; nothing was imported.",
        [f"Row 2: {sentence}"],
    )
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "time", "long", "told"),
    [
        ("45354.75", "", "01:30", (18, 0, 90)),
        ("2024-03-03", "0.770833333333333", "1:30:00", (18, 30, 90)),
        ("3/3/2024 6:30 PM", "", "90 min", (18, 30, 90)),
        ("3/3/2024", "18:30-20:00", "1 h 30", (18, 30, 90)),
    ],
)
def test_times_and_lengths_are_read_as_spreadsheets_keep_them(run, day, time, long, told):
    AssociationFactory(name="Casa")
    run("import_meetings", f"Data,Ora,Durata,Associazione\n{day},{time},{long},Casa\n")
    meeting = Meeting.objects.get()
    assert meeting.day == datetime.date(2024, 3, 3)
    assert (meeting.starts_there.hour, meeting.starts_there.minute, meeting.minutes_long) == told


def test_a_meeting_on_the_same_day_with_the_same_may_be_a_double(run):
    association = AssociationFactory(name="Casa")
    MeetingFactory(starts_at=datetime.datetime(2024, 2, 1, 10, tzinfo=datetime.UTC)).organisations.add(association)
    told = run("import_meetings", f"{HEAD}1/2/2024,,,Casa,,,,\n2/2/2024,,,Casa,,,,\n")
    assert told == (
        "1 added, 0 completed, 0 there already, 1 possibly doubles",
        ["Row 2, possibly a double, left out: A meeting on this day with one of these is recorded."],
    )


def test_who_was_counted_and_who_of_ours_was_there_is_kept(run, rome_officer):
    AssociationFactory(name="Casa")
    head = "Fecha;Con;Mujeres;Hombres;Under 30;Totale;Ecuadoriani;Peruviani;Personale OIM;Lingua;Durata\n"
    text = f"{head}3 de marzo de 2024;Casa;4;3;2;10;5;4.0;officer@example.org;español;90\n"
    assert run("import_meetings", text) == ("1 added, 0 completed, 0 there already, 0 possibly doubles", [])
    meeting = Meeting.objects.get()
    assert (meeting.women, meeting.men, meeting.under_30, meeting.headcount, meeting.minutes_long) == (4, 3, 2, 10, 90)
    assert sorted(meeting.headcounts.values_list("country_id", "people")) == [("EC", 5), ("PE", 4)]
    assert (list(meeting.staff.all()), meeting.language) == ([rome_officer], "es")


def test_more_citizens_than_people_are_refused(run):
    AssociationFactory(name="Casa")
    told = run("import_meetings", "Data;Con;Totale;Peruviani\n1/2/2024;Casa;3;4\n")
    assert told[1] == ["Row 2: Column “Totale”: The parts are more than everybody present: check the numbers."]


def test_people_named_with_a_meeting_to_come_are_invited(run):
    person = PersonFactory(given_names="Ana", family_names="Quispe")
    run("import_meetings", "Data;Persone\n1/2/2099;Ana Quispe\n2/2/2024;Ana Quispe\n")
    assert list(person.participations.order_by("meeting__starts_at").values_list("presence", "meeting__state")) == [
        ("present", "held"),
        ("invited", "planned"),
    ]
