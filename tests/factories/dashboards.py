"""The results framework and donor reports, for tests."""

import datetime

import factory

from midla.dashboards.models import Aim, Indicator, Report, ReportFile, Target
from midla.records.loading import load_rows
from midla.records.management.commands.load_words import rows_of

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


class AimFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Aim
        django_get_or_create = ("code",)

    code = "1-1-1"
    level = "output"
    name_it = name_es = name_en = name_fr = factory.LazyAttribute(lambda aim: f"Aim {aim.code}")


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator
        django_get_or_create = ("code",)

    code = "associations_met"
    aim = factory.SubFactory(AimFactory)
    verification = "meetings"
    name_it = name_es = name_en = name_fr = factory.SelfAttribute("code")
    definition_it = definition_es = definition_en = definition_fr = "What it counts."


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    starts_on, ends_on = FIRST, LAST
    value = 10


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Report

    title = factory.Sequence(lambda n: f"Report {n}")
    starts_on, ends_on = FIRST, LAST


class ReportFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportFile

    report = factory.SubFactory(ReportFactory)
    language = "it"
    kind = "html"
    content = b"<p>"
    digest = "0" * 64
    size = 3


def load_framework() -> None:
    """Load the aims and indicators that the program brings along."""
    for model in (Aim, Indicator):
        load_rows(model, "code", rows_of(model))
