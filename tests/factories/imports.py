"""Imported files for tests."""

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
