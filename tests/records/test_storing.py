"""Rows that are inserted the quick way are those that Django would store, with their keys in order."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from associations.models import Initiative
from contacts.models import Meeting, Person
from midla.records.models import Attachment, Change, ImportFile, ImportRow, OneTimeKey
from midla.records.storing import MOST_VALUES, insert, insert_unless_there, large_statements, store_many, store_new
from tests.factories.contacts import MeetingKindFactory
from tests.factories.territories import ProvinceFactory

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2024, 3, 3, 17, 30, 1, 123456, tzinfo=datetime.UTC)


def columns(row):
    """What the database holds of a row, without its key and the moments it noted."""
    held = type(row)._base_manager.filter(pk=row.pk).values().get()
    return {name: value for name, value in held.items() if name not in {"id", "created_at", "updated_at", "number"}}


def rows_of(model, **values):
    return [model(**values) for _time in range(2)]


def test_each_kind_of_value_is_stored_as_django_does():
    province, kind = ProvinceFactory(), MeetingKindFactory()
    file = ImportFile.objects.create(kind="people", filename="a")
    kinds = [
        (Initiative, {"title": "Red", "budget": Decimal("1234567890.10"), "currency": "EUR", "source": "x"}),
        (Person, {"given_names": "Jose\u0301 'x' \"y\" \\ %s", "family_names": "", "birth_date": NOW.date(),
                  "birth_year": 1980, "province": province, "skills": "a\nb\t\u2028", "to_complete": True}),
        (Meeting, {"kind": kind, "starts_at": NOW, "time_zone": "America/Lima", "said": "🙂", "headcount": None}),
        (Change, {"at": NOW, "verb": "created", "model_label": "x", "record_id": 2**40, "before": {},
                  "after": {"name": "Ñ", "day": NOW.date(), "many": [1, 2], "none": None}}),
    ]  # fmt: skip
    for model, values in kinds:
        quick, usual = rows_of(model, **values)
        insert([quick])
        store_many(model, [usual])
        assert columns(quick) == columns(usual)
        assert not quick._state.adding
    quick, usual = (ImportRow(file=file, number=number, cells=["=1", "ñ"]) for number in (2, 3))
    insert([quick])
    store_many(ImportRow, [usual])
    assert columns(quick) == columns(usual)


def test_moments_are_noted():
    person = Person(given_names="Ana")
    insert([person])
    person.refresh_from_db()
    assert person.created_at == person.updated_at
    assert abs(person.created_at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)


def test_keys_stand_in_the_order_of_the_rows_over_several_statements():
    count = MOST_VALUES // 28 + 2_100
    people = [Person(given_names=f"Ana{number}") for number in range(count)]
    with CaptureQueriesContext(connection) as captured:
        insert(people)
    assert len(captured) <= 4
    held = dict(Person.objects.values_list("pk", "given_names"))
    assert [held[person.pk] for person in people] == [person.given_names for person in people]


def test_nothing_is_inserted_where_one_row_may_not_stand():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Person(given_names="Ana"), Person(given_names="Eva", birth_year=1)])
    assert Person.objects.count() == 0


def test_a_row_of_history_keeps_its_digest():
    change = Change(verb="created", model_label="x", record_id=1, after={"name": "José"}, at=NOW)
    change.sign()
    insert([change])
    change.refresh_from_db()
    assert change.digest_of_values() == change.digest


def test_statements_are_large_only_while_asked_for():
    before = connection.features.max_query_params
    with pytest.raises(RuntimeError), large_statements():
        raise RuntimeError
    assert connection.features.max_query_params == before
    insert([])


def test_a_row_that_is_there_is_left_alone(rome_officer):
    first, second = (OneTimeKey(key="k" * 20, user=rome_officer, location=where) for where in ("/a/", "/b/"))
    assert (insert_unless_there(first), insert_unless_there(second)) == (True, False)
    assert list(OneTimeKey.objects.values_list("pk", "location")) == [(first.pk, "/a/")]


def test_a_new_row_puts_its_file_where_it_belongs():
    attachment = Attachment(model_label="x", record_id=1, filename="a.txt", file=ContentFile(b"text", name="a.txt"))
    store_new(attachment)
    with Attachment.objects.get(pk=attachment.pk).file.open() as file:
        assert file.read() == b"text"
