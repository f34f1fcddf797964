"""Lists that offices extend: themes, forms of association, types of partner actor; and tags."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from midla.records.fields import LineField
from midla.records.models import Word
from midla.records.querysets import WordQuerySet


class Theme(Word):
    """What a need, a meeting, an organisation or a publication is about. One list for everything."""

    class Meta(Word.Meta):
        verbose_name, verbose_name_plural = _("theme"), _("themes")


class Tag(models.Model):
    """A word of the office's own on an organisation."""

    name = LineField(_("name"), max_length=50)
    key = models.CharField(max_length=50, unique=True, editable=False)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("tag"), _("tags")
        ordering = ("key",)

    def __str__(self) -> str:
        return self.name
