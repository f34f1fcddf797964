"""Users and offices for tests."""

import factory

from midla.accounts.models import Office, User
from midla.accounts.roles import Role
from tests.factories.territories import CountryFactory

PASSWORD = "un segreto per le prove"


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office
        django_get_or_create = ("code",)

    code = "rome"
    name_it = name_es = name_en = name_fr = factory.SelfAttribute("code")
    country = factory.SubFactory(CountryFactory, code="IT")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    name = factory.Sequence(lambda n: f"User {n}")
    role = Role.OFFICER
    office = factory.SubFactory(OfficeFactory)
    language = "en"
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def limited_to(self, create, codes, **kwargs):
        """Country codes the user is limited to."""
        if create and codes:
            self.countries.set([CountryFactory(code=code) for code in codes])
