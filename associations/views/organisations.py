"""The pages of one organisation, with its two faces: an association or a partner actor."""

from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.completeness import missing
from associations.facts import COMMUNITIES, TAGS, facts_of, lead, standing_of, words_of
from associations.federation import members_of, sections_of
from associations.forms.organisation import AssociationForm, FaceForm, PartnerActorForm
from associations.models import Association, Face, Organisation, PartnerActor
from associations.records import AssociationType, PartnerActorType
from midla.accounts.permissions import Permission
from midla.records.questions import Question
from midla.records.registry import type_of
from midla.records.search import search_key
from midla.records.views.detail import RecordDetail
from midla.records.views.edit import RecordCreate, RecordEdit
from midla.records.views.page import only_or_404

JOINED = ("province", "country", "subdivision", "owner", "activity")


@Question
def organisations_shown(key: int, *, model: type[Organisation], reader: Any) -> QuerySet:
    """The one with this key, with what its page tells."""
    sections = Organisation.objects.kept().filter(parent_id=OuterRef("pk"))
    seen = model.objects.visible_to(reader).filter(pk=key)
    if model is Association:
        seen = seen.annotate(known_there=known_there(key, reader))
    return seen.select_related(*JOINED).annotate(has_sections=Exists(sections))


def known_there(key: int, reader: Any) -> Coalesce:
    """How many associations the reader sees in the same province that serve a community of this one, itself too."""
    through = Organisation.communities.through.objects
    own = through.filter(organisation_id=key).values("country_id")
    serving = through.filter(organisation_id=OuterRef("pk"), country_id__in=own)
    there = Association.objects.visible_to(reader).filter(Exists(serving), province=OuterRef("province"))
    counted = there.order_by().values("face").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


class OrganisationDetail(RecordDetail):
    """Everything that concerns one organisation."""

    permission = Permission.VIEW
    template_name = "associations/organisation_detail.html"

    @cached_property
    def record(self) -> Organisation:
        return only_or_404(organisations_shown(self.kwargs["pk"], model=self.type.model, reader=self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.words = words_of(self.record)
        codes = self.record.community_codes = [code for code, _name in self.words[COMMUNITIES]]
        sections = sections_of(self.record, self.request.user) if self.record.has_sections else []
        standing, why = standing_of(self.record)
        parent = self.parent()
        return super().get_context_data(
            lead=lead(self.record),
            standing=standing.drawn(),
            why=why,
            codes=codes,
            tags=[name for _key, name in self.words[TAGS]],
            parent=parent,
            parent_url=self.type.detail_url(parent) if parent else "",
            sections=sections,
            members_in_all=members_of(self.record, sections),
            lacks=missing(self.record) if self.can.edit else [],
            more_links=[(_("Change kind"), self.own_address("face"))] if self.can.edit else [],
            **kwargs,
        )

    def facts(self) -> list[tuple[str, Any]]:
        return facts_of(self.record, self.words)

    def parent(self) -> Organisation | None:
        """What it belongs to, where the reader sees that."""
        if self.record.parent_id is None:
            return None
        return Organisation.objects.visible_to(self.request.user).filter(pk=self.record.parent_id).first()

    def elsewhere(self) -> HttpResponse | None:
        """The page of its other face, which it has now."""
        other = Organisation.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).first()
        return redirect(self.type.detail_url(other)) if other else None


def face_type(organisation: Organisation) -> Any:
    """The declaration of the face an organisation has."""
    return type_of(Association if organisation.is_association else PartnerActor)


class OrganisationCreate(RecordCreate):
    """The form that adds an organisation; likely doubles are shown before a second one is made."""

    permission = Permission.EDIT
    template_name = "associations/organisation_form.html"
    face: Face

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "instance": self.type.model(face=self.face), "initial": self.initial()}

    def initial(self) -> dict[str, Any]:
        """What the address fills in: `?name=…`, and the reader as officer responsible."""
        return {"name": self.request.GET.get("name", "")[:200], "owner": self.request.user.pk}

    def holds_back(self, form: Any) -> bool:
        """Once, where another organisation has this very name."""
        form.double_key = search_key(form.cleaned_data["name"])
        return self.request.POST.get("confirmed") != form.double_key and bool(form.find_doubles())


class OrganisationEdit(RecordEdit):
    """The form that edits an organisation."""

    permission = Permission.EDIT
    template_name = "associations/organisation_form.html"


class OrganisationFace(RecordEdit):
    """Makes an association a partner actor, or the other way."""

    permission = Permission.EDIT
    form_class = FaceForm
    template_name = "associations/face.html"
    save_label = gettext_lazy("Change kind")

    def next_address(self, record: Any) -> str:
        return self.type.detail_url(record)

    def tell(self, record: Any, *, changed: bool) -> None:
        self.__dict__["type"] = face_type(record)
        super().tell(record, changed=changed)


class AssociationDetail(OrganisationDetail):
    """The page of an association."""

    record_type = AssociationType


class AssociationCreate(OrganisationCreate):
    """The form that adds an association."""

    record_type = AssociationType
    form_class = AssociationForm
    face = Face.ASSOCIATION
    title = gettext_lazy("Add an association")
    save_label = gettext_lazy("Save association")


class AssociationEdit(OrganisationEdit):
    """The form that edits an association."""

    record_type = AssociationType
    form_class = AssociationForm
    save_label = gettext_lazy("Save association")


class AssociationFace(OrganisationFace):
    """Makes an association a partner actor."""

    record_type = AssociationType


class PartnerActorDetail(OrganisationDetail):
    """The page of a partner actor."""

    record_type = PartnerActorType


class PartnerActorCreate(OrganisationCreate):
    """The form that adds a partner actor."""

    record_type = PartnerActorType
    form_class = PartnerActorForm
    face = Face.PARTNER
    title = gettext_lazy("Add a partner actor")
    save_label = gettext_lazy("Save partner actor")


class PartnerActorEdit(OrganisationEdit):
    """The form that edits a partner actor."""

    record_type = PartnerActorType
    form_class = PartnerActorForm
    save_label = gettext_lazy("Save partner actor")


class PartnerActorFace(OrganisationFace):
    """Makes a partner actor an association."""

    record_type = PartnerActorType
