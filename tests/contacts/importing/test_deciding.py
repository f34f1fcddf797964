"""Rows that may be doubles are decided by hand in the preview: somebody new, or the same as one of those shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contacts.models import Meeting, Person
from midla.records.models import ImportedRow, ImportFile, Verdict
from midla.records.once import new_key
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import MeetingFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("named_words")

TEXT = "Nome,Cognome,Email,Comune\nAna,Quispe,new@example.org,Genova\nEva,Condori,e@example.org,Genova\n"


@pytest.fixture
def look_through(send):
    """Bring a file in and look through it; the file."""

    def bring(text=TEXT, kind="people"):
        upload = SimpleUploadedFile("list.csv", text.encode())
        send("/import/", kind=kind, file=upload, one_time_key=new_key())
        file = ImportFile.objects.get()
        send(url_of(file), step="columns", **{f"column-{place}": name for place, name in enumerate(file.mapping)})
        return file

    return bring


def url_of(file):
    return f"/import/{file.pk}/"


def verdicts(file):
    """What happens to each row."""
    return list(file.rows.values_list("number", "verdict"))


@pytest.fixture
def known():
    return PersonFactory(given_names="Ana", family_names="Quispe", email="old@example.org", town="Roma")


def test_a_possible_double_is_shown_with_those_it_may_be(client, known, look_through):
    file = look_through()
    assert verdicts(file) == [(2, Verdict.DOUBT), (3, Verdict.CREATE)]
    page = client.get(f"{url_of(file)}?rows=doubt").content.decode()
    assert '<option value="" selected>Leave this row out</option>' in page
    assert f'<option value="{known.pk}">The same as Ana Quispe' in page
    assert '<option value="0">A new record</option>' in page


def test_one_who_is_somebody_new_is_added(known, look_through, send):
    file = look_through()
    _path, page = send(url_of(file), step="decide", **{"row-2": "0"})
    assert verdicts(file) == [(2, Verdict.CREATE), (3, Verdict.CREATE)]
    assert "Import 2 rows" in page
    send(url_of(file), step="run")
    assert Person.objects.filter(given_names="Ana").count() == 2
    assert ImportedRow.objects.count() == 2


def test_one_who_is_the_same_is_completed_and_the_change_is_shown(known, look_through, send):
    file = look_through()
    _path, page = send(url_of(file), step="decide", **{"row-2": str(known.pk)})
    assert "E-mail: old@example.org → new@example.org; Town: Roma → Genova" in page
    send(url_of(file), step="run")
    known.refresh_from_db()
    assert (known.email, known.town, Person.objects.count()) == ("new@example.org", "Genova", 2)


def test_a_decision_can_be_taken_back(known, look_through, send):
    file = look_through()
    send(url_of(file), step="decide", **{"row-2": "0"})
    send(url_of(file), step="decide", **{"row-2": ""})
    assert verdicts(file) == [(2, Verdict.DOUBT), (3, Verdict.CREATE)]


def test_a_row_that_is_the_same_as_an_earlier_row_completes_it(look_through, send):
    file = look_through("Nome,Cognome,Email,Comune\nAna,Quispe,a@example.org,\nAna,Quispe,,Genova\n")
    assert verdicts(file) == [(2, Verdict.CREATE), (3, Verdict.DOUBT)]
    send(url_of(file), step="decide", **{"row-3": "-2"})
    send(url_of(file), step="run")
    assert list(Person.objects.values_list("email", "town")) == [("a@example.org", "Genova")]


@pytest.mark.parametrize("value", ["12345678901234567890", "x", "-9", "999999", "²"])
def test_nobody_can_be_chosen_who_was_not_offered(known, look_through, send, value):
    PersonFactory(pk=999999)
    file = look_through()
    send(url_of(file), step="decide", **{"row-2": value, "row-3": "0", "row-x": "0"})
    assert verdicts(file) == [(2, Verdict.DOUBT), (3, Verdict.CREATE)]
    assert set(file.rows.values_list("decided", flat=True)) == {None}


def test_a_meeting_of_the_same_day_is_decided_too(look_through, send):
    association = AssociationFactory(name="Casa")
    held = MeetingFactory(title="")
    held.organisations.add(association)
    day = f"{held.day:%d/%m/%Y}"
    file = look_through(f"Data,Associazione,Titolo\n{day},Casa,Assemblea\n", kind="meetings")
    assert verdicts(file) == [(2, Verdict.DOUBT)]
    send(url_of(file), step="decide", **{"row-2": "0"})
    send(url_of(file), step="run")
    assert Meeting.objects.count() == 2


def test_a_meeting_that_is_the_same_keeps_its_hour_and_kind(look_through, send):
    association = AssociationFactory(name="Casa")
    held = MeetingFactory(title="", kind__code="event")
    held.organisations.add(association)
    start, day = held.starts_at, f"{held.day:%d/%m/%Y}"
    file = look_through(f"Data,Associazione,Titolo\n{day},Casa,Assemblea\n", kind="meetings")
    _path, page = send(url_of(file), step="decide", **{"row-2": str(held.pk)})
    assert "Title: Assemblea" in page
    send(url_of(file), step="run")
    held.refresh_from_db()
    assert (held.title, held.starts_at, held.kind.code, Meeting.objects.count()) == ("Assemblea", start, "event", 1)


def test_who_may_not_read_contact_data_changes_none_by_deciding(client, known, look_through, send, lima_officer):
    client.force_login(lima_officer)
    file = look_through("Nome,Cognome,Email,Comune\nAna,Quispe,new@example.org,Genova\n")
    _path, page = send(url_of(file), step="decide", **{"row-2": str(known.pk)})
    assert "Town: Roma → Genova" in page
    assert "old@example.org" not in page
    send(url_of(file), step="run")
    known.refresh_from_db()
    assert (known.email, known.town) == ("old@example.org", "Genova")


@pytest.fixture
def lima_officer(db):
    """An officer outside the European Union."""
    return UserFactory(role="officer", office=OfficeFactory(code="lima", outside_eu=True))


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [("10,,", Verdict.REFUSED), ("1,,1", Verdict.REFUSED), ("5,5,", Verdict.UPDATE), (",,8", Verdict.UPDATE)],
)
def test_counts_that_do_not_go_with_what_a_meeting_holds_are_left_out(look_through, send, counts, verdict):
    meeting = MeetingFactory(women=3, men=4, headcount=7, with_organisations=[AssociationFactory(name="Casa")])
    text = f"Data,Associazione,Donne,Uomini,Presenti\n{meeting.day:%d/%m/%Y},Casa,{counts}\n"
    file = look_through(text, kind="meetings")
    send(url_of(file), step="decide", **{"row-2": str(meeting.pk)})
    assert verdicts(file) == [(2, verdict)]
    send(url_of(file), step="run", good_rows="1")
    file.refresh_from_db()
    assert (file.state, file.sentence) == ("written", "")
