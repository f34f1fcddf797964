"""Records and what is kept about them."""

from midla.records.models.change import Batch, Change, Seal, Verb
from midla.records.models.double import ComparedRecord, DoubleKey, DoublePair, Merge, PairState
from midla.records.models.imports import ColumnMemory, ImportedRow, ImportFile, ImportRow, ImportState, Verdict
from midla.records.models.job import Job, JobState
from midla.records.models.kept import Access, Attachment, Digest, Draft, OneTimeKey, SavedView
from midla.records.models.record import Record
from midla.records.models.word import Word, name_field

__all__ = [
    "Access",
    "Attachment",
    "Batch",
    "Change",
    "ColumnMemory",
    "ComparedRecord",
    "Digest",
    "DoubleKey",
    "DoublePair",
    "Draft",
    "ImportFile",
    "ImportRow",
    "ImportState",
    "ImportedRow",
    "Job",
    "JobState",
    "Merge",
    "OneTimeKey",
    "PairState",
    "Record",
    "SavedView",
    "Seal",
    "Verb",
    "Verdict",
    "Word",
    "name_field",
]
