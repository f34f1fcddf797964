"""Needs, offers, partnerships and what hangs on them, as the shared mechanics know them."""

from associations.models import Organisation
from contacts.models import Person
from midla.partnerships import activity  # noqa: F401  (declares what rests on them)
from midla.partnerships.models import FundingLine, Participant, Resource
from midla.records.merging import move
from midla.records.registry import register_relation

for carried in (Resource, Participant):
    register_relation(Organisation, carried, "organisation", move)
    register_relation(Person, carried, "person", move)
register_relation(Organisation, FundingLine, "organisation", move)
