"""What is asked of a funding line: who gives, how much, in which currency at which rate."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from associations.models import Organisation
from midla.partnerships.forms.partnership import FIND_ORGANISATION
from midla.partnerships.forms.parts import WHOSE, PartForm
from midla.partnerships.models import Currency, FundingLine, FundingOrigin
from midla.partnerships.models.parts import CENT
from midla.records.fields import LARGEST_AMOUNT
from midla.ui.layouts import More, Pair
from midla.ui.widgets import Segmented, Typeahead

AMOUNTS = ("pledged", "committed", "disbursed")


def origin_of(organisation: Organisation | None) -> str:
    """From whom money of this organisation comes: the diaspora's associations, else a partner actor."""
    if organisation is None:
        return ""
    return FundingOrigin.DIASPORA if organisation.is_association else FundingOrigin.PARTNER


class FundingLineForm(PartForm):
    """What one source gives. In EUR the rate is 1, whatever was typed."""

    class Meta:
        model = FundingLine
        fields = (
            *("partnership", "organisation", "source", "origin", "form"),
            *(*AMOUNTS, "currency", "rate", "said_on", "notes"),
        )
        widgets = {
            **WHOSE,
            "organisation": Typeahead(FIND_ORGANISATION, multiple=False),
            "form": Segmented(),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & {*AMOUNTS, "rate", "origin"}:
            self.fields[name].required = False
        if "origin" in self.fields:
            self.fields["origin"].help_text = _("Left empty, it follows from the organisation.")

    def clean_pledged(self) -> Decimal:
        return self.cleaned_data["pledged"] or Decimal(0)

    def clean_committed(self) -> Decimal:
        return self.cleaned_data["committed"] or Decimal(0)

    def clean_disbursed(self) -> Decimal:
        return self.cleaned_data["disbursed"] or Decimal(0)

    def clean_rate(self) -> Decimal:
        return self.cleaned_data["rate"] or Decimal(1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_source(cleaned)
        self.check_rate(cleaned)
        self.check_amounts(cleaned)
        return cleaned

    def check_source(self, cleaned: dict[str, Any]) -> None:
        """Somebody gives it; from whom it comes follows from the organisation, where nobody says otherwise."""
        organisation = cleaned.get("organisation") or (self.instance.organisation if self.unseen_source else None)
        if not organisation and not cleaned.get("source") and "organisation" not in self.errors:
            self.add_error("organisation", _("Say who gives it: choose an organisation, or write the name."))
        if not cleaned.get("origin") and "origin" not in self.errors:
            cleaned["origin"] = origin_of(organisation)
            if not cleaned["origin"] and "organisation" not in self.errors:
                self.add_error("origin", _("Say from whom it comes."))

    @property
    def unseen_source(self) -> bool:
        """True where the line holds an organisation that the user does not see."""
        return bool(self.unseen.get("organisation"))

    def check_rate(self, cleaned: dict[str, Any]) -> None:
        """One euro is one euro; of another currency somebody says how many units a euro is worth."""
        currency, rate = cleaned.get("currency"), cleaned.get("rate")
        if currency == Currency.EUR:
            self._errors.pop("rate", None)
            cleaned["rate"] = Decimal(1)
        elif rate == 1 and "rate" not in self.errors:
            self.add_error("rate", _("Write how many units of the currency one euro is worth."))

    def check_amounts(self, cleaned: dict[str, Any]) -> None:
        """What is disbursed was committed, what is committed was pledged, and none is more than can be stored."""
        pledged, committed, disbursed = (cleaned.get(name) for name in AMOUNTS)
        if pledged is None or committed is None or disbursed is None:
            return
        if disbursed > committed:
            self.add_error("disbursed", _("More is disbursed than was committed: correct one of the two."))
        if not pledged:
            # What is committed was pledged at least at that moment.
            cleaned["pledged"] = pledged = committed
        if not pledged:
            self.add_error("pledged", _("Write how much: pledged, or committed."))
        if (rate := cleaned.get("rate")) and max(pledged, committed) / rate > LARGEST_AMOUNT - CENT:
            self.add_error("rate", _("At this rate it is more money than there is: check rate and amount."))

    def parts(self) -> list[Any]:
        return [
            *("partnership", "organisation", "source"),
            Pair(*AMOUNTS),
            Pair("currency", "rate", "said_on"),
            Pair("form", "origin"),
            More(_("Notes"), "notes"),
        ]
