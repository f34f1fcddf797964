"""Words of the lists that offices extend themselves."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from midla.records.fields import LineField
from midla.records.querysets import WordQuerySet

NAME_FIELDS = {"it": "name_it", "es": "name_es", "en": "name_en", "fr": "name_fr"}


class Word(models.Model):
    """One entry of a list: a code for programs, a name in each language; taken out of use, never deleted."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_it = LineField(_("name in Italian"), max_length=100)
    name_es = LineField(_("name in Spanish"), max_length=100)
    name_en = LineField(_("name in English"), max_length=100)
    name_fr = LineField(_("name in French"), max_length=100)
    active = models.BooleanField(_("in use"), default=True)
    loaded = models.JSONField(_("as loaded"), default=dict, editable=False)

    objects = WordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return getattr(self, name_field())


def name_field() -> str:
    """The name column of the active language; English where the language is none of ours."""
    return NAME_FIELDS.get((get_language() or "en")[:2], "name_en")
