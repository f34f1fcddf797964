"""Organisations and the words that describe them."""

from associations.models.organisation import (
    Association,
    AssociationForm,
    Face,
    IdentifiedBy,
    Organisation,
    OrganisationActivity,
    PartnerActor,
    PartnerType,
)
from associations.models.words import Tag, Theme

__all__ = [
    "Association",
    "AssociationForm",
    "Face",
    "IdentifiedBy",
    "Organisation",
    "OrganisationActivity",
    "PartnerActor",
    "PartnerType",
    "Tag",
    "Theme",
]
