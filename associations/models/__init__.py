"""Organisations, existing efforts, and the words that describe them."""

from associations.models.initiative import Currency, Initiative
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
    "Currency",
    "Face",
    "IdentifiedBy",
    "Initiative",
    "Organisation",
    "OrganisationActivity",
    "PartnerActor",
    "PartnerType",
    "Tag",
    "Theme",
]
