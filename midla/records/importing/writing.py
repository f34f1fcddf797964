"""Carrying out a plan: one short transaction, some rows at a time, as one batch that can be taken back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from midla.records.actions import Edit, create_many, edit_many
from midla.records.errors import Conflict, Refused
from midla.records.importing.columns import by_field
from midla.records.importing.planning import AT_ONCE, importer_of, newest_change
from midla.records.importing.types import IMPORT_TYPES, ImportType, Outdated, Stored, settled
from midla.records.models import Batch, Change, ImportedRow, ImportFile, ImportRow, ImportState, Verdict
from midla.records.storing import in_lots, insert


def carry_out(file: ImportFile, *, by: Any, good_rows: bool = False) -> Batch:
    """Write what a file's plan says, all of it or nothing. Raises Refused where the plan holds no more.

    Done once, however often it is asked for: an import that was broken off goes on this way.
    """
    if not good_rows and file.rows.of(Verdict.REFUSED).exists():
        raise Refused(_("Some rows do not fit, so that nothing was written. Mend them, or import the good rows only."))
    file.refresh_from_db(fields=["batch"])
    if file.batch is not None:
        return file.batch
    seen = newest_change()
    refuse_if_changed(file, since=file.seen_change)
    try:
        return store(file.pk, by=by, seen=seen)
    except IntegrityError as error:
        # Somebody wrote the same in the very moment between the comparison and the writing.
        raise Outdated from error


@transaction.atomic
def store(file_id: int, *, by: Any, seen: int) -> Batch:
    """The transaction that writes. `seen` is the newest row of history when the plan was compared last."""
    file = ImportFile.objects.select_for_update().get(pk=file_id)
    if file.batch is not None:
        return file.batch
    if newest_change() > seen:
        refuse_if_changed(file, since=seen)
    importer = IMPORT_TYPES[file.kind](file.user)
    act = _("Import of %(what)s") % {"what": importer.label}
    writing = Writing(importer, Batch.objects.create(by=by, act=act[:100]), by)
    writing.write(file)
    file.batch, file.state, file.sentence = writing.batch, ImportState.WRITTEN, ""
    file.save(update_fields=["batch", "state", "sentence"])
    return writing.batch


class Writing:
    """Writes the rows of a plan in lots, so that memory does not grow with the file."""

    def __init__(self, importer: ImportType, batch: Batch, by: Any) -> None:
        self.importer, self.batch, self.by = importer, batch, by

    def write(self, file: ImportFile) -> None:
        """New records, then those that are there; what each row hangs on its record goes with it."""
        rows = file.rows.defer("cells")
        if set(self.importer.beside).intersection(file.mapping):
            self.prepare(written_rows(file))
        for some in rows.of(Verdict.CREATE).lots(AT_ONCE):
            completing = self.completing(rows, [row.number for row in some])
            self.create([[row, *completing.get(row.number, ())] for row in some])
        for some in rows.of(Verdict.UPDATE).exclude(record_id=None).lots(AT_ONCE, "record_id"):
            self.edit(some)
        self.importer.close(rows, by=self.by, batch=self.batch)
        self.batch.save(update_fields=["size"])

    def prepare(self, rows: QuerySet[ImportRow]) -> None:
        """Store what the records rest on that are to be stored."""
        plans = rows.order_by("number").values_list("plan", flat=True).iterator(AT_ONCE)
        for told in in_lots((plan["beside"] for plan in plans if plan.get("beside")), AT_ONCE):
            self.importer.prepare(told, by=self.by, batch=self.batch)

    def completing(self, rows: QuerySet[ImportRow], numbers: Sequence[int]) -> Mapping[int, list[ImportRow]]:
        """The rows that complete records which some rows above them become, by the numbers of those."""
        found: dict[int, list[ImportRow]] = defaultdict(list)
        for row in rows.filter(same_as__in=numbers).order_by("number"):
            found[row.same_as or 0].append(row)
        return found

    def create(self, groups: Sequence[Sequence[ImportRow]]) -> None:
        """Store new records: each from a row and from those that complete it."""
        made = [self.made(rows) for rows in groups]
        create_many(made, by=self.by, batch=self.batch)
        self.after([(row, record) for rows, (record, _many) in zip(groups, made, strict=True) for row in rows])

    def made(self, rows: Sequence[ImportRow]) -> tuple[Any, dict[str, list[Any]]]:
        """The record that rows become, not stored yet, and its choices of many; the lower row wins."""
        values: dict[str, Any] = {}
        many: dict[str, list[Any]] = {}
        for row in rows:
            values |= self.importer.values_of(row.plan)
            many |= row.plan.get("many", {})
        return self.importer.model(**values), many

    def edit(self, rows: Sequence[ImportRow]) -> None:
        """Give records their new values: one edit each, however many rows mean it."""
        try:
            held = edit_many(self.importer.model, list(self.edits(rows)), by=self.by, batch=self.batch)
        except Conflict as conflict:
            raise Outdated from conflict
        self.after([(row, held[row.record_id]) for row in rows if row.record_id])

    def edits(self, rows: Iterable[ImportRow]) -> Iterator[Edit]:
        """One edit for each record; the lower row wins, choices of many add up."""
        for key, some in groupby(rows, attrgetter("record_id")):
            values: dict[str, Any] = {}
            many: dict[str, list[Any]] = {}
            version = 0
            for row in some:
                version = version or row.record_version or 0
                values |= self.importer.values_of(row.plan)
                for name, keys in row.plan.get("many", {}).items():
                    many[name] = sorted({*many.get(name, ()), *keys})
            yield key, values, many, version

    def after(self, written: Sequence[tuple[ImportRow, Any]]) -> None:
        """Store what hangs on records, and keep that these rows were imported: they are known if they come again."""
        beside = [Stored(row.number, record, row.plan["beside"]) for row, record in written if row.plan.get("beside")]
        self.importer.finish(beside, by=self.by, batch=self.batch)
        label = self.importer.model.label()
        insert(
            [
                ImportedRow(digest=row.digest, model_label=label, record_id=record.pk, batch=self.batch)
                for row, record in written
            ]
        )
        self.batch.size += len(written)


def refuse_if_changed(file: ImportFile, *, since: int) -> None:
    """Raise Refused where somebody wrote records meanwhile by which a row would be recognised otherwise."""
    if not Change.objects.filter(pk__gt=since).exists():
        return
    again = ImportedRow.objects.filter(digest__in=written_rows(file).order_by().values("digest"))
    if again.exists() or not importer_agrees(file):
        raise Outdated


def written_rows(file: ImportFile) -> QuerySet[ImportRow]:
    """The rows of a file that are to be written."""
    return file.rows.filter(verdict__in=(Verdict.CREATE, Verdict.UPDATE))


def importer_agrees(file: ImportFile) -> bool:
    """True where each row is still recognised as it was planned."""
    importer = importer_of(file)
    return all(agrees(importer, file, row) for row in written_rows(file).order_by("number").iterator(AT_ONCE))


def agrees(importer: ImportType, file: ImportFile, row: ImportRow) -> bool:
    """True where one row is, the rows above it being as they were."""
    said = importer.read(by_field(row.cells, file.mapping))
    if said.problems:
        return False
    found = settled(importer.recognise(said), row.decided)
    if (found.record_id, found.row, bool(found.doubt)) != (row.record_id, row.same_as, False):
        return False
    if row.verdict == Verdict.CREATE:
        importer.check_new(said)
    if not found.record_id:
        importer.note(said, found.row or row.number)
    return True
