"""Carrying out a plan: one short transaction, some rows at a time, as one batch that can be taken back."""

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
from midla.records.importing.planning import newest_change
from midla.records.importing.types import IMPORT_TYPES, ImportType, Outdated, Stored, settled
from midla.records.models import Batch, Change, ImportedRow, ImportFile, ImportRow, ImportState, Verdict
from midla.records.storing import AT_ONCE, insert


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
        return store(file.pk, prepared(file), by=by, seen=seen)
    except IntegrityError as error:
        # Somebody wrote the same in the very moment between the comparison and the writing.
        raise Outdated from error


def prepared(file: ImportFile) -> ImportType:
    """The importer of a file, which knows what its rows hang on their records."""
    importer = IMPORT_TYPES[file.kind](file.user)
    if importer.beside:
        plans = written_rows(file).order_by().values_list("plan", flat=True)
        importer.gather(plan["beside"] for plan in plans.iterator(AT_ONCE) if plan.get("beside"))
    return importer


@transaction.atomic
def store(file_id: int, importer: ImportType, *, by: Any, seen: int) -> Batch:
    """The transaction that writes. `seen` is the newest row of history when the plan was compared last."""
    file = ImportFile.objects.select_for_update().get(pk=file_id)
    if file.batch is not None:
        return file.batch
    if newest_change() > seen:
        refuse_if_changed(file, since=seen)
        importer = prepared(file)
    act = _("Import of %(what)s") % {"what": importer.label}
    writing = Writing(importer, Batch.objects.create(by=by, act=act[:100]), by)
    writing.write(file.rows.all())
    file.batch, file.state, file.sentence = writing.batch, ImportState.WRITTEN, ""
    file.save(update_fields=["batch", "state", "sentence"])
    return writing.batch


class Writing:
    """Writes the rows of a plan in lots, so that memory does not grow with the file."""

    def __init__(self, importer: ImportType, batch: Batch, by: Any) -> None:
        self.importer, self.batch, self.by = importer, batch, by
        self.columns = {column.attname: column for column in importer.model._meta.concrete_fields}

    def write(self, rows: QuerySet[ImportRow]) -> None:
        """New records, then those that are there; what each row hangs on its record goes with it."""
        fresh, known = rows.of(Verdict.CREATE), rows.of(Verdict.UPDATE).exclude(record_id=None)
        completing = self.completing(rows)
        self.importer.prepare(by=self.by, batch=self.batch)
        for some in lots(fresh.order_by("number")):
            self.create([[row, *completing.get(row.number, ())] for row in some])
        for some in lots(known.order_by("record_id", "number"), kept_together=attrgetter("record_id")):
            self.edit(some)
        self.importer.close(by=self.by, batch=self.batch)
        self.batch.save(update_fields=["size"])

    def completing(self, rows: QuerySet[ImportRow]) -> Mapping[int, list[ImportRow]]:
        """The rows that complete a record which an earlier row of the file becomes, by the number of that row."""
        found: dict[int, list[ImportRow]] = {}
        for row in rows.of(Verdict.UPDATE).filter(record_id=None).defer("cells"):
            found.setdefault(row.plan["same_as"], []).append(row)
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
            values |= self.values_of(row)
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
                values |= self.values_of(row)
                for name, keys in row.plan.get("many", {}).items():
                    many[name] = sorted({*many.get(name, ()), *keys})
            yield key, values, many, version

    def values_of(self, row: ImportRow) -> dict[str, Any]:
        """The columns a row gives, as Python holds them."""
        return {name: self.columns[name].to_python(value) for name, value in row.plan.get("values", {}).items()}

    def after(self, written: Sequence[tuple[ImportRow, Any]]) -> None:
        """Store what hangs on records, and keep that these rows were imported: they are known if they come again."""
        beside = [Stored(record, row.plan["beside"]) for row, record in written if row.plan.get("beside")]
        self.importer.finish(beside, by=self.by, batch=self.batch)
        label = self.importer.model.label()
        insert(
            [
                ImportedRow(digest=row.digest, model_label=label, record_id=record.pk, batch=self.batch)
                for row, record in written
            ]
        )
        self.batch.size += len(written)


def lots(rows: QuerySet[ImportRow], kept_together: Any = None) -> Iterator[list[ImportRow]]:
    """Rows some thousand at a time, without what the file says; those that are kept together come in one lot."""
    keys = list(rows.values_list("pk", flat=True))
    lot: list[ImportRow] = []
    for start in range(0, len(keys), AT_ONCE):
        lot += rows.defer("cells").filter(pk__in=keys[start : start + AT_ONCE])
        held_back: list[ImportRow] = []
        if kept_together is not None and start + AT_ONCE < len(keys):
            last = kept_together(lot[-1])
            held_back = [row for row in lot if kept_together(row) == last]
            lot = lot[: len(lot) - len(held_back)]
        if lot:
            yield lot
        lot = held_back
    if lot:
        yield lot


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
    importer = IMPORT_TYPES[file.kind](file.user)
    return all(agrees(importer, file, row) for row in written_rows(file).order_by("number").iterator(AT_ONCE))


def agrees(importer: ImportType, file: ImportFile, row: ImportRow) -> bool:
    """True where one row is, the rows above it being as they were."""
    said = importer.read(by_field(row.cells, file.mapping))
    if said.problems:
        return False
    found = settled(importer.recognise(said), row.decided)
    if (found.record_id, found.row, bool(found.doubt)) != (row.record_id, row.plan.get("same_as"), False):
        return False
    if row.verdict == Verdict.CREATE:
        importer.check_new(said)
    if not found.record_id:
        importer.note(said, found.row or row.number)
    return True
