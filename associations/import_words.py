"""What cells of imported files name: places, lists of words, organisations; in four languages and as people write."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from associations.initiative_words import Places, parts_of
from associations.models import Organisation, Tag
from midla.records.importing.keys import Keys
from midla.records.models.word import NAME_FIELDS
from midla.records.search import fold, search_key
from midla.territories.models import Country, Province

# What people write for a citizenship beside the name of the country, in four languages.
DEMONYMS = {
    "BO": "boliviana boliviano bolivian bolivienne bolivien",
    "CO": "colombiana colombiano colombian colombienne colombien",
    "EC": "ecuadoriana ecuadoriano ecuatoriana ecuatoriano ecuadorian equatorienne equatorien",
    "PE": "peruviana peruviano peruana peruano peruvian peruvienne peruvien",
    "IT": "italiana italiano italian italienne italien",
}
# Towns whose provinces go by another name in Spanish, English or French.
EXONYMS = {
    "genoa": "genova", "genes": "genova", "milan": "milano", "rome": "roma", "turin": "torino", "florence": "firenze",
    "florencia": "firenze", "naples": "napoli", "napoles": "napoli", "venice": "venezia", "venecia": "venezia",
    "venise": "venezia", "perouse": "perugia", "bergame": "bergamo", "bologne": "bologna", "padua": "padova",
    "reggio emilia": "reggio nellemilia", "forli": "forli cesena", "pesaro": "pesaro e urbino",
}  # fmt: skip
LANGUAGE_WORDS = {
    "it": "it italiano italian italien", "es": "es espanol spanish spagnolo espagnol castellano",
    "en": "en english inglese ingles anglais", "fr": "fr francais francese frances french",
}  # fmt: skip
# Beside the names of the entries of lists people write others, of which the app that reads them knows.
NOTHING_SPOKEN: Mapping[str, str] = {}
YES = frozenset("yes y si s oui o true vero verdadero 1 x given dato data otorgado donne".split())
NO = frozenset("no n non false falso faux 0 withdrawn revocato revocado retire".split())


class ImportWords(Places):
    """Everything the cells of a row may name, for one user; each list is asked for once."""

    @cached_property
    def all_countries(self) -> dict[str, str]:
        """Folded code, name or demonym -> code."""
        rows = Country.objects.values_list("code", *NAME_FIELDS.values())
        named = {fold(word): code for code, *names in rows for word in (code, *names)}
        codes = set(named.values())
        return named | {word: code for code, words in DEMONYMS.items() if code in codes for word in words.split()}

    @cached_property
    def provinces(self) -> dict[str, list[int]]:
        """Folded name, plate or code -> keys of the provinces of today."""
        found: dict[str, list[int]] = defaultdict(list)
        for key, code, plate, name in Province.objects.filter(valid_to=None).values_list("pk", "code", "plate", "name"):
            for word in {fold(one) for one in (code, plate, name, *name.split("/")) if one}:
                found[word].append(key)
        for other, name in EXONYMS.items():
            found.setdefault(other, found.get(name, []))
        return found

    def countries_of(self, text: str) -> list[str]:
        """The codes of the countries in a cell, programme countries or not."""
        parts = [text] if fold(text) in self.all_countries else parts_of(text)
        if unknown := [part for part in parts if fold(part) not in self.all_countries]:
            sentence = _("“%(name)s” is no country that is known. Write its name or its code, such as PE.")
            raise ValidationError(sentence % {"name": unknown[0][:60]})
        return list(dict.fromkeys(self.all_countries[fold(part)] for part in parts))

    def country_of(self, text: str) -> str:
        """The code of the one country in a cell."""
        found = self.countries_of(text)
        if len(found) != 1:
            raise ValidationError(_("Write one country."))
        return found[0]

    def province_of(self, text: str) -> int:
        """The key of the Italian province in a cell: its name, plate or code, or both as in “Genova (GE)”."""
        bare, _bracket, plate = text.partition("(")
        for word in (text, bare, plate):
            found = self.provinces.get(fold(word), [])
            if len(found) == 1:
                return found[0]
        sentence = _("“%(name)s” is no Italian province. Write its name or its plate, such as GE.")
        raise ValidationError(sentence % {"name": text[:60]})

    @cached_property
    def words(self) -> dict[Any, dict[str, Any]]:
        return {}

    def words_in(self, model: Any) -> dict[str, int]:
        """The entries of a list by each of their folded words."""
        if model not in self.words:
            rows = model.objects.active().values_list("pk", "code", *NAME_FIELDS.values())
            self.words[model] = {fold(word): key for key, *words in rows for word in words}
        return self.words[model]

    def word_of(self, model: Any, text: str, spoken: Mapping[str, str] = NOTHING_SPOKEN) -> int:
        """The key of the entry of a list that a cell names; `spoken` are codes of what people write beside."""
        known, word = self.words_in(model), fold(text)
        found = known.get(word) or known.get(fold(spoken.get(word, "")))
        if found is None:
            names = ", ".join(sorted(entry.name for entry in model.objects.active()))
            sentence = _("“%(name)s” is not in the list: %(names)s.")
            raise ValidationError(sentence % {"name": text[:60], "names": names})
        return found

    def words_of(self, model: Any, text: str) -> list[int]:
        """The keys of the entries of a list that a cell names, each once."""
        parts = [text] if fold(text) in self.words_in(model) else parts_of(text)
        return list(dict.fromkeys(self.word_of(model, part) for part in parts))

    def choice_of(
        self, choices: type[models.TextChoices], text: str, spoken: Mapping[str, str] = NOTHING_SPOKEN
    ) -> str:
        """The value of a choice that a cell names, in any of our languages; `spoken` as for entries of lists."""
        if choices not in self.words:
            self.words[choices] = dict(labels_of(choices))
        known, word = self.words[choices], fold(text)
        found = known.get(word) or spoken.get(word)
        if found is None:
            names = ", ".join(str(label) for label in choices.labels)
            sentence = _("“%(name)s” is not in the list: %(names)s.")
            raise ValidationError(sentence % {"name": text[:60], "names": names})
        return str(found)

    def subdivision_of(self, text: str, countries: Sequence[str]) -> int:
        """The key of the one part of a programme country in a cell; its country tells apart what two have."""
        found = self.subdivisions_named(text, countries)
        if len(found) != 1:
            raise ValidationError(_("Write one place."))
        return found[0][0]

    def keys_called(self, name: str) -> list[int]:
        """The keys of the organisations of this name that the user sees, the oldest first."""
        return sorted(self.names.of(search_key(name)))

    def organisation_of(self, text: str) -> int:
        """The key of the one organisation of this name that the user sees."""
        found = self.keys_called(text)
        if len(found) == 1:
            return found[0]
        none, several = _("No organisation is called “%(name)s”."), _("Several organisations are called “%(name)s”.")
        raise ValidationError((several if found else none) % {"name": text[:80]})

    def colleague_of(self, text: str) -> int:
        """The key of the colleague with this address."""
        if fold(text) not in self.colleagues:
            raise ValidationError(_("No colleague has the address “%(name)s”.") % {"name": text[:80]})
        return self.colleagues[fold(text)]

    @cached_property
    def colleagues(self) -> dict[str, int]:
        """The address of every active user -> key."""
        rows = get_user_model()._default_manager.filter(is_active=True).values_list("email", "pk")
        return {fold(email): key for email, key in rows}

    def tags_of(self, text: str) -> list[int]:
        """The keys of the tags in a cell: those there are, as nothing is made before the file is written."""
        parts = parts_of(text)
        if unknown := [part for part in parts if fold(part) not in self.tags]:
            raise ValidationError(_("There is no tag “%(name)s”. Add it first.") % {"name": unknown[0][:50]})
        return list(dict.fromkeys(self.tags[fold(part)] for part in parts))

    @cached_property
    def tags(self) -> dict[str, int]:
        return dict(Tag.objects.values_list("key", "pk"))

    @cached_property
    def names(self) -> Keys:
        """Each name an organisation has or had, folded -> keys of those that the user sees."""
        seen = Organisation.objects.kept() if self.user is None else Organisation.objects.visible_to(self.user)
        rows = seen.order_by().values_list("pk", "name", "short_name", "former_name").iterator()
        return Keys((search_key(name), key) for key, *names in rows for name in names if name)

    def note(self, name: str, key: int) -> None:
        """Remember the name of an organisation that was added."""
        self.names.add(search_key(name), key)


def labels_of(choices: type[models.TextChoices]) -> Iterable[tuple[str, str]]:
    """Every folded word for each choice: its value, its label in each language."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield from ((fold(str(label)), value) for value, label in choices.choices)
    yield from ((fold(value), value) for value in choices.values)


def yes_or_no(text: str) -> bool:
    """What a cell answers. Raises ValidationError."""
    word = fold(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValidationError(_("Write yes or no."))


def language_of(text: str, importer: Any) -> str:
    """One of the languages of the program."""
    for code, words in LANGUAGE_WORDS.items():
        if fold(text) in words.split():
            return code
    raise ValidationError(_("Write it, es, en or fr."))
