"""Records and what is kept about them."""

from midla.records.models.change import Batch, Change, Seal, Verb
from midla.records.models.double import DoublePair, Merge, PairState
from midla.records.models.kept import Access, Attachment, Digest, Draft, OneTimeKey, SavedView
from midla.records.models.record import Record
from midla.records.models.word import Word, name_field

__all__ = [
    "Access",
    "Attachment",
    "Batch",
    "Change",
    "Digest",
    "DoublePair",
    "Draft",
    "Merge",
    "OneTimeKey",
    "PairState",
    "Record",
    "SavedView",
    "Seal",
    "Verb",
    "Word",
    "name_field",
]
