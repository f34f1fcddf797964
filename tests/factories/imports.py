"""Imported files for tests."""

import zlib

import factory

from midla.records.models import ImportFile, ImportRow
from tests.factories.accounts import UserFactory


class ImportRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportRow

    number = 2
    cells = factory.List(["Ana", "ana@example.org"])


class ImportFileFactory(factory.django.DjangoModelFactory):
    """A file of people with one row, read and not looked through yet."""

    class Meta:
        model = ImportFile
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    kind = "people"
    filename = "people.csv"
    headings = factory.List(["Nome", "Email"])
    mapping = factory.List(["given_names", "email"])
    row = factory.RelatedFactory(ImportRowFactory, factory_related_name="file")


class PopulationFileFactory(factory.django.DjangoModelFactory):
    """A file of official counts that was looked through: one figure would be added."""

    class Meta:
        model = ImportFile

    user = factory.SubFactory(UserFactory)
    kind = "population"
    filename = "figures.csv"
    state = "planned"
    content = zlib.compress(b"year,territory_code,citizenship_iso,sex,residents\n2023,010,EC,T,8000\n")
    report = factory.Dict(
        {
            "asked": "",
            "vintage": "reconstructed",
            "code": "reconstructed",
            "is_new": True,
            "left_out": "",
            "added": 1,
            "changed": 0,
            "same": 0,
            "refusals": 0,
            "mismatched": 0,
            "refused": factory.List([]),
            "mismatches": factory.List([]),
        }
    )
