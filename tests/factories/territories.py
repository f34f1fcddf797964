"""Territories for tests."""

import factory

from midla.territories.models import Country, Municipality, PopulationFigure, Province, Region, Subdivision, Vintage


class CountryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "PE"
    name_it = name_es = name_en = name_fr = factory.SelfAttribute("code")
    in_programme = factory.LazyAttribute(lambda country: country.code in {"BO", "CO", "EC", "PE"})


class SubdivisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subdivision
        django_get_or_create = ("code",)

    country = factory.SubFactory(CountryFactory)
    code = factory.Sequence(lambda n: f"PE-{n:03d}")
    name = factory.Sequence(lambda n: f"Subdivision {n}")


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "07"
    name = "Liguria"


class ProvinceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ("code",)

    code = "010"
    plate = "GE"
    name = "Genova"
    region = factory.SubFactory(RegionFactory)


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("code",)

    code = "010025"
    name = "Genova"
    province = factory.SubFactory(ProvinceFactory)


class VintageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Vintage
        django_get_or_create = ("code",)

    code = "first-published"
    name_it = name_es = name_en = name_fr = factory.SelfAttribute("code")


class PopulationFigureFactory(factory.django.DjangoModelFactory):
    """Residents of a province, unless told."""

    class Meta:
        model = PopulationFigure

    vintage = factory.SubFactory(VintageFactory)
    year = 2008
    province = factory.SubFactory(ProvinceFactory)
    citizenship = factory.SubFactory(CountryFactory)
    sex = "T"
    residents = 1000
