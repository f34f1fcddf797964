"""The list of existing efforts, and the pages of one."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.columns import amount, years
from associations.facts import web_link
from associations.forms.initiative import InitiativeForm
from associations.models import Organisation
from associations.records import InitiativeType
from midla.accounts.permissions import Permission
from midla.records.registry import type_of
from midla.records.views.detail import RecordDetail
from midla.records.views.edit import RecordCreate, RecordEdit
from midla.records.views.lists import RecordList


class InitiativeList(RecordList):
    """What others already do."""

    record_type = InitiativeType
    permission = Permission.VIEW
    template_name = "associations/initiative_list.html"
    add_label = gettext_lazy("New existing effort")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        import_url = self.address("import") if self.may(Permission.IMPORT) else ""
        return super().get_context_data(map_url=self.address("map"), import_url=import_url, **kwargs)


class InitiativeDetail(RecordDetail):
    """One existing effort."""

    record_type = InitiativeType
    permission = Permission.VIEW
    template_name = "associations/initiative_detail.html"

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.prefetch_related("countries", "subdivisions", "themes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.lead(), **kwargs)

    def lead(self) -> str:
        """The line below the title: who runs it, and when."""
        record = self.record
        run_by = _("Run by %(name)s") % {"name": record.run_by} if record.run_by else ""
        return " · ".join(part for part in (run_by, years(record.starts_in, record.ends_in)) if part)

    def facts(self) -> list[tuple[str, Any]]:
        record = self.record
        facts = [
            (_("Organisation in the registry"), self.organisation()),
            (_("Subdivisions"), ", ".join(sorted(place.name for place in record.subdivisions.all()))),
            (_("Themes"), ", ".join(sorted(theme.name for theme in record.themes.all()))),
            (_("Budget"), amount(record.budget, record.currency)),
            (_("Source"), record.source),
            (_("Address of the source"), web_link(record.source_url)),
            (_("IATI identifier"), record.iati_identifier),
        ]
        return [(label, value) for label, value in facts if value]

    def organisation(self) -> SafeString | str:
        """A link to the organisation that runs it, where the reader sees that."""
        key = self.record.organisation_id
        found = Organisation.objects.visible_to(self.request.user).filter(pk=key).first() if key else None
        return format_html('<a href="{}">{}</a>', type_of(found).detail_url(found), found) if found else ""


class InitiativeForms:
    """What adding and editing an existing effort share."""

    permission = Permission.EDIT
    record_type = InitiativeType
    form_class = InitiativeForm
    save_label = gettext_lazy("Save existing effort")


class InitiativeCreate(InitiativeForms, RecordCreate):
    """The form that adds an existing effort."""

    title = gettext_lazy("Add an existing effort")


class InitiativeEdit(InitiativeForms, RecordEdit):
    """The form that edits an existing effort."""
