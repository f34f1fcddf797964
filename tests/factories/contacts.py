"""People, meetings and follow-ups for tests."""

import datetime

import factory

from contacts.models import (
    Affiliation,
    AffiliationRole,
    Consent,
    FollowUp,
    Language,
    Meeting,
    MeetingKind,
    Participation,
    Person,
)
from tests.factories.accounts import UserFactory
from tests.factories.associations import AssociationFactory
from tests.factories.territories import CountryFactory


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


class PersonFactory(WithKeys):
    class Meta:
        model = Person

    given_names = "Rosa"
    family_names = factory.Sequence(lambda n: f"Quispe {n}")

    @factory.post_generation
    def citizen_of(self, create, codes, **kwargs):
        """Country codes of the citizenships."""
        self.citizenships.set([CountryFactory(code=code) for code in (codes or ["PE"])])


class AffiliationRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AffiliationRole
        django_get_or_create = ("code",)

    code = "member"
    name_it = name_es = name_en = name_fr = factory.SelfAttribute("code")


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(AssociationFactory)
    role = factory.SubFactory(AffiliationRoleFactory)
    one_holder = factory.SelfAttribute("role.one_holder")


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    purpose = "contact"
    state = "given"
    method = "spoken"
    language = "es"


class LanguageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Language
        django_get_or_create = ("code",)

    code = "es"
    name_it = name_es = name_en = name_fr = factory.SelfAttribute("code")


class MeetingKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeetingKind
        django_get_or_create = ("code",)

    code = "visit"
    name_it = name_es = name_en = name_fr = factory.SelfAttribute("code")


class MeetingFactory(WithKeys):
    class Meta:
        model = Meeting

    kind = factory.SubFactory(MeetingKindFactory)
    starts_at = datetime.datetime(2026, 11, 10, 15, 0, tzinfo=datetime.UTC)

    @factory.post_generation
    def with_organisations(self, create, organisations, **kwargs):
        """The organisations met."""
        self.organisations.set(organisations or [])


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)


class FollowUpFactory(WithKeys):
    class Meta:
        model = FollowUp

    what = "Call back"
    owner = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(AssociationFactory)
