"""How the list of associations narrows by what this app knows of them."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from contacts.filters import MetAssociationFilters
from midla.partnerships.models import Participant, Partnership, Stage, StageChange
from midla.records.filters import Since, between
from midla.records.seeing import one_of


class PartneredAssociationFilters(MetAssociationFilters):
    """What narrows associations, with the days on which a partnership of theirs was agreed."""

    agreed_since = Since("", label=_("Partnership agreed since"), method="agreed_between")
    agreed_until = Since("", label=_("Partnership agreed until"), method="agreed_between")

    def agreed_between(self, rows: QuerySet, name: str, day: Any) -> QuerySet:
        """Taking part in a partnership the reader sees that came to “agreed” within both days."""
        given = self.form.cleaned_data
        here = between("at", given.get("agreed_since"), given.get("agreed_until"))
        moves = StageChange.objects.filter(here, to_stage=Stage.AGREED)
        seen = Partnership.objects.visible_to(self.user).order_by().filter(pk__in=moves.values("partnership_id"))
        parts = Participant.objects.kept().filter(one_of(seen, "partnership_id"), organisation_id=OuterRef("pk"))
        return rows.filter(Exists(parts))
