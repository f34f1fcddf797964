"""The pages of one person."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.facts import Gate, facts_of, lead, reached, taps
from contacts.forms.person import PersonForm
from contacts.models import Affiliation, Person
from contacts.querysets import plain_ties
from contacts.records import PersonType
from contacts.vcards import vcard
from midla.accounts.permissions import Permission
from midla.records.models import Access, name_field
from midla.records.search import fold, search_key
from midla.records.views.detail import RecordDetail
from midla.records.views.edit import RecordCreate, RecordEdit
from midla.records.views.page import RecordPage
from midla.ui.widgets import MOST_FOUND, Choice

READ_CONTACTS, TOOK_CARD = "read contacts", "took vCard"
SHORTEST_QUERY = 2


class PersonDetail(RecordDetail):
    """Everything that concerns one person; first of all, what may be done with their data."""

    permission = Permission.VIEW
    record_type = PersonType
    template_name = "contacts/person_detail.html"

    @staticmethod
    def joined(rows: Any) -> Any:
        return rows.select_related("province", "origin_subdivision__country").prefetch_related("citizenships")

    @cached_property
    def gate(self) -> Gate:
        return Gate(self.record, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contacts = reached(self.record, self.gate)
        if contacts:
            log_access(READ_CONTACTS, self.record, by=self.request.user)
        may_record = self.request.user.can(Permission.CONSENT)
        return super().get_context_data(
            lead=lead(self.record, self.main_role()),
            codes=[country.code for country in self.record.citizenships.all()],
            consents=self.gate.lines(),
            consent_url=self.own_address("consent") if may_record else "",
            notice=self.gate.notice,
            contacts=contacts,
            taps=taps(self.record, self.gate),
            more_links=self.more_links(),
            **kwargs,
        )

    def more_links(self) -> list[tuple[str, str]]:
        links = [(_("Save to the address book (vCard)"), self.own_address("card"))] if self.gate.reaches else []
        if self.can.edit:
            person = f"?person={self.record.pk}"
            links.append((_("Add a role"), reverse("contacts:affiliation-add") + person))
            links.append((_("Add a follow-up"), reverse("contacts:follow-up-add") + person))
        return links

    def main_role(self) -> SafeString | str:
        """The role that the line below the name tells, with its organisation."""
        mine = Affiliation.objects.visible_to(self.request.user).filter(person_id=self.record.pk)
        roles = plain_ties(mine).on(timezone.localdate()).select_related("role", "organisation")
        main = roles.order_by("-main_contact", "-one_holder", "-started_on", "id").first()
        if main is None:
            return ""
        return format_html(
            '{}, <a href="{}">{}</a>', main.role, main.organisation.get_absolute_url(), main.organisation
        )

    def facts(self) -> list[tuple[str, Any]]:
        languages = self.record.languages.order_by(name_field())
        if not self.request.user.can(Permission.VIEW_SPECIAL):
            languages = languages.filter(special=False)
        return facts_of(self.record, languages)


def log_access(act: str, person: Person, *, by: Any) -> None:
    """Note that somebody read or took a person's contact data."""
    Access.objects.create(by=by, act=act, model_label=Person.label(), record_id=person.pk)


class PersonForms:
    """What adding and editing a person share."""

    permission = Permission.EDIT
    record_type = PersonType
    form_class = PersonForm
    template_name = "contacts/person_form.html"
    save_label = gettext_lazy("Save person")


class PersonCreate(PersonForms, RecordCreate):
    """The form that adds a person; likely doubles are shown before a second one is made."""

    title = gettext_lazy("Add a person")

    def holds_back(self, form: Any) -> bool:
        """Once, where somebody of this name, number or e-mail is known."""
        form.double_key = search_key(form.instance.full_name)
        return self.request.POST.get("confirmed") != form.double_key and bool(form.find_doubles())


class PersonEdit(PersonForms, RecordEdit):
    """The form that edits a person."""


class PersonCard(RecordPage):
    """The person as a vCard, where they agreed to be contacted; it counts as read."""

    permission = Permission.VIEW_CONTACTS
    record_type = PersonType

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        gate = Gate(self.record, request.user)
        if not gate.reaches:
            raise PermissionDenied(gate.notice)
        log_access(TOOK_CARD, self.record, by=request.user)
        mine = Affiliation.objects.visible_to(request.user).filter(person_id=self.record.pk)
        roles = plain_ties(mine).on(timezone.localdate()).select_related("role", "organisation")
        answer = HttpResponse(vcard(self.record, roles), content_type="text/vcard; charset=utf-8")
        name = fold(self.record.full_name).replace(" ", "-")[:60] or "person"
        answer.headers["Content-Disposition"] = f'attachment; filename="{ascii_only(name)}.vcf"'
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


def ascii_only(name: str) -> str:
    """A file's name that every device takes."""
    return "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter == "-")) or "person"


def person_find(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with at most twenty people that the user sees."""
    query = request.GET.get("q", "").strip()[:200]
    if len(query) < SHORTEST_QUERY:
        return JsonResponse([], safe=False)
    rows = Person.objects.visible_to(request.user).matching(query).select_related("province")
    found = rows.prefetch_related("citizenships")[:MOST_FOUND]
    return JsonResponse([choice(person).as_json() for person in found], safe=False)


def choice(person: Person) -> Choice:
    """One person as a typeahead offers them."""
    codes = tuple(country.code for country in person.citizenships.all())
    return Choice(str(person.pk), person.full_name, str(person.province or ""), codes)
