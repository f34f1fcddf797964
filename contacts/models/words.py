"""Lists that offices extend: roles in an organisation, kinds of meeting, languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from midla.records.models import Word


class AffiliationRole(Word):
    """What a person is in an organisation."""

    one_holder = models.BooleanField(
        _("one holder"), default=False, help_text=_("Two people cannot hold it at the same time, such as president.")
    )

    class Meta(Word.Meta):
        verbose_name, verbose_name_plural = _("role in an organisation"), _("roles in an organisation")


class MeetingKind(Word):
    """In what way people were in touch."""

    class CountsAs(models.TextChoices):
        """What a held one means for engagement."""

        CONTACT = "contact", _("contacted: a call, message or e-mail")
        MEETING = "meeting", _("met: a visit, online meeting or event")

    counts_as = models.CharField(_("counts as"), max_length=7, choices=CountsAs.choices, default=CountsAs.MEETING)
    needs_place = models.BooleanField(_("asks for a place"), default=False)
    needs_link = models.BooleanField(_("asks for a link"), default=False)

    class Meta(Word.Meta):
        verbose_name, verbose_name_plural = _("kind of meeting"), _("kinds of meeting")


class Language(Word):
    """A language somebody speaks."""

    special = models.BooleanField(
        _("special category"),
        default=False,
        help_text=_(
            "An indigenous language tells of ethnic origin: only officers and above see it, and no export has it."
        ),
    )

    class Meta(Word.Meta):
        verbose_name, verbose_name_plural = _("language"), _("languages")
