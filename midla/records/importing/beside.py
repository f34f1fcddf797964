"""What hangs on imported records, such as the roles of people: each kind of it is read, compared and stored apart."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet

from midla.records.importing.keys import Keys
from midla.records.importing.types import ImportType, Said, Stored
from midla.records.models import Batch, ImportRow

Problems = Iterable[tuple[str, str]]


class Beside:
    """One kind of what hangs on records, for one import. Methods are called as those of `ImportType` are."""

    # The fields of a row that tell of it.
    fields: ClassVar[Collection[str]]

    def __init__(self, importer: ImportType) -> None:
        self.importer, self.user = importer, importer.user

    def drop(self, told: dict[str, Any]) -> None:
        """Leave out what is not to be told."""
        for name in self.fields:
            told.pop(name, None)

    def look_ahead(self, cells: Mapping[str, str]) -> None:
        """Note what one row tells that others rest on, before any row is read: no row depends on which stand above."""

    def check(self, said: Said) -> Problems:
        """What is wrong with it in a row; may complete it."""
        return ()

    def learn(self, told: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """Ask what hangs already on the records that some rows mean, beside what these rows tell."""

    def leave_out_known(self, record_id: int, told: dict[str, Any]) -> None:
        """Leave out what hangs on the record already."""

    # --- what rows tell of one record ---
    @cached_property
    def told(self) -> Keys:
        """What rows tell, each with the records of which they tell it; records of rows of the file are below zero."""
        return Keys()

    def sameness(self, told: Mapping[str, Any]) -> tuple[object, ...]:
        """What is alike where two rows tell the same of one record; empty where a row tells nothing."""
        return tuple((name, told[name]) for name in self.fields if name in told)

    def leave_out_told(self, record: int, told: dict[str, Any]) -> None:
        """Leave out what a row above tells of the record."""
        if (same := self.sameness(told)) and record in self.told.of(same):
            self.drop(told)

    def note(self, record: int, told: Mapping[str, Any]) -> None:
        """Remember what a row tells of a record, for the rows below."""
        if same := self.sameness(told):
            self.told.add(same, record)

    def check_room(self, told: Mapping[str, Any]) -> Problems:
        """What is wrong with it beside what other rows tell."""
        return ()

    def prepare(self, told: Sequence[Mapping[str, Any]], *, by: Any, batch: Batch) -> None:
        """Store what it rests on of that which some rows tell, before any record is stored."""

    def finish(self, stored: Sequence[Stored], *, by: Any, batch: Batch) -> None:
        """Store it for some records."""

    def close(self, rows: QuerySet[ImportRow], *, by: Any, batch: Batch) -> None:
        """Store what could only be told once all the rows were written."""

    @classmethod
    def take_back(cls, batch: Batch, *, by: Any) -> int:
        """Undo what has no history of its own; on how many records it hung in which the import wrote nothing else."""
        return 0
