"""Questions for many rows at once: what is gathered for them, and files read long after the page was left."""

import csv
import io

from django.db import connection
from django.utils import timezone

from contacts.models import Person
from midla.records.columns import rows_of
from midla.records.registry import type_of
from midla.records.seeing import MOST_PARAMETERS, among
from tests.factories.accounts import UserFactory
from tests.factories.contacts import PersonFactory
from tests.factories.territories import CountryFactory

MANY = MOST_PARAMETERS + 1


def test_what_is_gathered_for_many_rows_is_all_there(rome_officer):
    Person.objects.bulk_create(Person(given_names=f"Rosa {number}", sort_key=f"{number:03}") for number in range(MANY))
    seen = PersonFactory(citizen_of=["EC", "PE"])
    columns = [column for column in type_of(Person).columns if column.name in {"name", "citizenship"}]
    rows = rows_of(Person.objects.visible_to(rome_officer).order_by("pk"), columns, rome_officer)
    assert [row["citizenship"] for row in rows] == [None] * MANY + [["EC", "PE"]]
    assert rows[-1]["pk"] == seen.pk


def test_an_export_of_many_keeps_their_order(client, rome_officer):
    names = [f"Rosa {number:03}" for number in range(MANY)]
    Person.objects.bulk_create(Person(given_names=name, sort_key=name.lower()) for name in reversed(names))
    client.force_login(rome_officer)
    text = client.get("/people/export.csv").getvalue().decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text), delimiter=";")][1:] == names


def test_a_streamed_file_speaks_the_language_of_who_asked(client, db):
    PersonFactory()
    client.force_login(UserFactory(role="officer", language="es"))
    answer = client.get("/people/export.csv")
    heading = next(iter(answer.streaming_content)).decode("utf-8-sig")
    assert heading.startswith("Persona;")


def test_many_keys_in_any_order_find_their_rows_and_what_points_to_them(rome_officer):
    people = Person.objects.bulk_create(Person(given_names=f"Rosa {number}") for number in range(MANY + 1))
    *asked, other = [person.pk for person in people]
    citizens = Person.citizenships.through
    CountryFactory(code="PE")
    citizens.objects.bulk_create(citizens(person_id=person.pk, country_id="PE") for person in people)
    keys = among(asked[::-1])
    assert list(Person.objects.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)) == asked
    assert set(citizens.objects.exclude(person_id__in=keys).values_list("person_id", flat=True)) == {other}


def test_many_keys_are_one_parameter(db):
    for rows in (
        Person.objects.filter(pk__in=among(range(MANY))),
        Person.citizenships.through.objects.filter(person_id__in=among(range(MANY))),
    ):
        sql, parameters = rows.query.sql_with_params()
        assert len(parameters) == 1
        if connection.vendor == "postgresql":
            assert "= ANY(%s::bigint[])" in sql


def test_an_export_leaves_out_rows_that_went_away_meanwhile(client, rome_officer):
    people = [PersonFactory(given_names=name, family_names="") for name in ("Ana", "Berta")]
    client.force_login(rome_officer)
    for person, left in zip(people, (["Berta"], []), strict=True):
        answer = client.get("/people/export.csv")
        pieces = iter(answer.streaming_content)
        next(pieces)
        Person.objects.filter(pk=person.pk).update(trashed_at=timezone.now())
        text = b"".join(pieces).decode()
        assert [row[0] for row in csv.reader(io.StringIO(text), delimiter=";")] == left
