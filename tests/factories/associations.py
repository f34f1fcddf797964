"""Organisations and existing efforts for tests."""

import factory

from associations.models import Association, Face, Initiative, Organisation, PartnerActor, Tag, Theme
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


class WithKeys(factory.django.DjangoModelFactory):
    """Makes search keys as the actions do."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        record = model_class(*args, **kwargs)
        record.refresh_search_key()
        record.save()
        return record


class OrganisationFactory(WithKeys):
    class Meta:
        model = Organisation
        abstract = True
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organisation {n}")
    province = factory.SubFactory(ProvinceFactory)


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


class InitiativeFactory(WithKeys):
    """An existing effort in Peru on no theme, unless told."""

    class Meta:
        model = Initiative

    title = factory.Sequence(lambda n: f"Existing effort {n}")

    @factory.post_generation
    def places(self, create, codes, **kwargs):
        """Country codes."""
        self.countries.set([CountryFactory(code=code) for code in (("PE",) if codes is None else codes)])

    @factory.post_generation
    def parts(self, create, parts, **kwargs):
        """Subdivisions."""
        self.subdivisions.set(parts or [])

    @factory.post_generation
    def about(self, create, codes, **kwargs):
        """Codes of themes."""
        self.themes.set([ThemeFactory(code=code) for code in codes or []])
