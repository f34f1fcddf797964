"""Reference data is loaded again and again, and never overwrites an edit."""

from django.apps import apps
from django.core.management import call_command

from associations.models import Theme
from midla.records.loading import load_rows
from midla.records.models import Word
from tests.factories.territories import CountryFactory

CULTURE = {"code": "culture", "name_it": "cultura", "name_es": "cultura", "name_en": "culture", "name_fr": "culture"}
NAMES = ("name_it", "name_es", "name_en", "name_fr")


def test_loading_twice_changes_nothing(db):
    load_rows(Theme, "code", [CULTURE])
    again = load_rows(Theme, "code", [CULTURE])
    assert (again.added, again.changed, again.kept) == (0, 0, 0)


def test_loading_keeps_an_edit_and_takes_over_the_rest(db):
    load_rows(Theme, "code", [CULTURE])
    Theme.objects.update(name_it="arte e cultura")
    load_rows(Theme, "code", [{**CULTURE, "name_it": "cultura!", "name_es": "la cultura"}])
    theme = Theme.objects.get()
    assert (theme.name_it, theme.name_es) == ("arte e cultura", "la cultura")


def test_every_word_list_of_the_programme_loads(db):
    for code in ("IT", "PE", "EC"):
        CountryFactory(code=code)
    call_command("load_words", verbosity=0)
    assert Theme.objects.count() == 17
    lists = [model for model in apps.get_models() if issubclass(model, Word)]
    nameless = [
        (model.__name__, name) for model in lists for name in NAMES if model.objects.filter(**{name: ""}).exists()
    ]
    assert nameless == []
