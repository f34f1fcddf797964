"""Tax codes and VAT numbers of organisations."""

from django.forms import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as NumberError
from stdnum.it import iva

PERSONAL_CODE_LENGTH = 16


def tax_code(text: str) -> str:
    """The 11 digits of an organisation's tax code; empty for nothing. Raises ValidationError."""
    compact = "".join(text.split()).upper()
    if len(compact) == PERSONAL_CODE_LENGTH and compact.isalnum():
        raise ValidationError(
            _("This is the code of a person. Write the organisation's own, of 11 digits, or leave the field empty.")
        )
    return eleven_digits(compact, _("A tax code has 11 digits, and these do not fit together. Check them."))


def vat_number(text: str) -> str:
    """The 11 digits of a VAT number, also written with IT before it; empty for nothing. Raises ValidationError."""
    sentence = _("A VAT number has 11 digits, and these do not fit together. Check them.")
    return eleven_digits("".join(text.split()).upper().removeprefix("IT"), sentence)


def eleven_digits(compact: str, sentence: str) -> str:
    """Digits whose last one fits the others."""
    if not compact:
        return ""
    try:
        if not compact.isascii():
            raise ValidationError(sentence, code="invalid")
        return iva.validate(compact)
    except NumberError as error:
        raise ValidationError(sentence, code="invalid") from error
