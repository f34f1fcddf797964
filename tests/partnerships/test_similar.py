"""What exists already is told, with links, before a new partnership repeats it."""

import pytest

from associations.models import Association
from midla.partnerships.models import Partnership
from tests.factories.associations import AssociationFactory, InitiativeFactory, ThemeFactory
from tests.factories.partnerships import ParticipantFactory, PartnershipFactory
from tests.factories.territories import CountryFactory

ADD = "/partnerships/add/"


@pytest.fixture
def answers(rome_officer):
    """A complete form: a partnership on health for Peru."""
    theme, country = ThemeFactory(code="health"), CountryFactory(code="PE")
    return {
        "title": "Ambulatorio",
        "countries": [country.pk],
        "themes": [theme.pk],
        "lead": AssociationFactory(name="Kantuta").pk,
        "version": "0",
        "one_time_key": "a-key-of-the-form-5678",
    }


def test_an_existing_effort_of_the_same_place_and_theme_is_told_once(client, rome_officer, answers):
    InitiativeFactory(title="Salud en Puno", about=["health"], places=["PE"])
    InitiativeFactory(title="Salud en Quito", about=["health"], places=["EC"])
    client.force_login(rome_officer)
    text = client.post(ADD, answers).content.decode()
    assert ("Salud en Puno" in text, "Salud en Quito" in text, Partnership.objects.count()) == (True, False, 0)
    assert client.post(ADD, {**answers, "confirmed": "1"}).status_code == 302
    assert Partnership.objects.get().title == "Ambulatorio"


def test_a_live_partnership_of_the_same_parties_and_theme_is_told(client, rome_officer, answers):
    held = PartnershipFactory(title="Medici a Puno")
    held.themes.add(answers["themes"][0])
    ParticipantFactory(partnership=held, organisation=Association.objects.get(pk=answers["lead"]))
    client.force_login(rome_officer)
    assert "Medici a Puno" in client.post(ADD, answers).content.decode()
