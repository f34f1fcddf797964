"""Organisations for tests."""

import factory

from associations.models import Association, Face, Organisation, PartnerActor, Tag, Theme
from tests.factories.territories import CountryFactory, ProvinceFactory


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ("code",)

    code = "culture"
    name_it = name_es = name_en = name_fr = factory.SelfAttribute("code")


class TagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tag
        django_get_or_create = ("key",)

    name = factory.Sequence(lambda n: f"tag {n}")
    key = factory.SelfAttribute("name")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        abstract = True
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organisation {n}")
    province = factory.SubFactory(ProvinceFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        record = model_class(*args, **kwargs)
        record.refresh_search_key()
        record.save()
        return record


class AssociationFactory(OrganisationFactory):
    """An association of the Peruvian community in Genova, unless told."""

    class Meta:
        model = Association

    face = Face.ASSOCIATION
    form = "informal"

    @factory.post_generation
    def serves(self, create, codes, **kwargs):
        """Country codes of the communities."""
        self.communities.set([CountryFactory(code=code) for code in (codes or ["PE"])])


class PartnerActorFactory(OrganisationFactory):
    """An Italian municipality, unless told."""

    class Meta:
        model = PartnerActor

    face = Face.PARTNER
    type = "municipality"
