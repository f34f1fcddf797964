"""What must hold of targets, whoever writes them."""

from django.utils.translation import gettext as _

from midla.dashboards.models import Target
from midla.records.errors import Refused
from midla.records.registry import register_condition


def refuse_twin(target: Target) -> None:
    """Refuse a second target for the same indicator, period and country."""
    same = {name: getattr(target, name) for name in ("indicator_id", "starts_on", "ends_on", "country_id")}
    if Target.objects.kept().filter(**same).exclude(pk=target.pk).exists():
        raise Refused(_("There is a target for this indicator and period already: edit that one."))


register_condition(Target, refuse_twin)
