"""Carrying out a plan: everything prepared before, then one short transaction, as one batch that can be taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from midla.records.actions import Edit, create_many, edit_many
from midla.records.errors import Conflict, Refused
from midla.records.importing.columns import by_field
from midla.records.importing.planning import newest_change
from midla.records.importing.types import IMPORT_TYPES, ImportType, Stored
from midla.records.models import Batch, Change, ImportedRow, ImportFile, ImportRow, ImportState, Verdict

AT_ONCE = 500
WRITES = (Verdict.CREATE, Verdict.UPDATE)


def carry_out(file: ImportFile, *, by: Any, good_rows: bool = False) -> Batch:
    """Write what a file's plan says, all of it or nothing. Raises Refused where the plan holds no more.

    Done once, however often it is asked for: an import that was broken off goes on this way.
    """
    importer = IMPORT_TYPES[file.kind](file.user)
    if not good_rows and file.rows.of(Verdict.REFUSED).exists():
        raise Refused(_("Some rows do not fit, so that nothing was written. Mend them, or import the good rows only."))
    rows = list(file.rows.filter(verdict__in=WRITES))
    fresh = {row.number: made(importer, row) for row in rows if row.verdict == Verdict.CREATE}
    for row in rows:
        for name, value in values_of(importer, row).items() if row.plan.get("same_as") else ():
            setattr(fresh[row.plan["same_as"]], name, value)
    return store(file.pk, importer, rows, fresh, by=by)


@transaction.atomic
def store(file_id: int, importer: ImportType, rows: Sequence[ImportRow], fresh: Mapping[int, Any], *, by: Any) -> Batch:
    """The transaction that writes."""
    file = ImportFile.objects.select_for_update().get(pk=file_id)
    if file.batch is not None:
        return file.batch
    refuse_if_changed(file, importer, rows)
    act = _("Import of %(what)s") % {"what": importer.label}
    batch = Batch.objects.create(by=by, act=act[:100], size=len(rows))
    importer.prepare(rows, by=by, batch=batch)
    records = write_records(importer, rows, fresh, by=by, batch=batch)
    beside = [Stored(records[number_of(row)], row.plan["beside"]) for row in rows if row.plan.get("beside")]
    importer.finish(beside, by=by, batch=batch)
    remember_rows(importer, rows, records, batch)
    file.batch, file.state, file.sentence = batch, ImportState.WRITTEN, ""
    file.save(update_fields=["batch", "state", "sentence"])
    return batch


def number_of(row: ImportRow) -> int:
    """The row whose record this one means: an earlier one, or itself."""
    return row.plan.get("same_as") or row.number


def write_records(
    importer: ImportType, rows: Sequence[ImportRow], fresh: Mapping[int, Any], *, by: Any, batch: Batch
) -> dict[int, Any]:
    """Store new records and new values; the record of each row."""
    many: dict[int, dict[str, list[Any]]] = {number: {} for number in fresh}
    many |= choices_of(rows)
    create_many([(record, many[number]) for number, record in fresh.items()], by=by, batch=batch)
    known = [(row, row.record_id) for row in rows if row.record_id]
    edits = merged(importer, known)
    try:
        held = edit_many(importer.model, edits, by=by, batch=batch)
    except Conflict as conflict:
        raise Refused(changed_sentence()) from conflict
    return {**fresh, **{row.number: held[key] for row, key in known}}


def choices_of(rows: Sequence[ImportRow]) -> dict[int, dict[str, list[Any]]]:
    """The choices of many of each row that becomes a record, with those of the rows that complete it."""
    found: dict[int, dict[str, list[Any]]] = {}
    for row in rows:
        if not row.record_id:
            found.setdefault(number_of(row), {}).update(row.plan.get("many", {}))
    return found


def merged(importer: ImportType, known: Sequence[tuple[ImportRow, int]]) -> list[Edit]:
    """One edit for each record, however many rows mean it; the lower row wins."""
    edits: dict[int, tuple[dict[str, Any], dict[str, list[Any]], int]] = {}
    for row, key in known:
        values, many, _version = edits.setdefault(key, ({}, {}, row.record_version or 0))
        values.update(values_of(importer, row))
        for name, keys in row.plan.get("many", {}).items():
            many[name] = sorted({*many.get(name, ()), *keys})
    return [(key, *edit) for key, edit in edits.items()]


def made(importer: ImportType, row: ImportRow) -> Any:
    """The record that a row becomes, not stored yet."""
    return importer.model(**values_of(importer, row))


def values_of(importer: ImportType, row: ImportRow) -> dict[str, Any]:
    """The columns a row gives, as Python holds them."""
    columns = {column.attname: column for column in importer.model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in row.plan.get("values", {}).items()}


def remember_rows(importer: ImportType, rows: Sequence[ImportRow], records: Mapping[int, Any], batch: Batch) -> None:
    """Keep that these rows were imported, so that they are known if they come again."""
    label = importer.model.label()
    ImportedRow.objects.bulk_create(
        [
            ImportedRow(digest=row.digest, model_label=label, record_id=records[number_of(row)].pk, batch=batch)
            for row in rows
        ],
        batch_size=AT_ONCE,
    )


def changed_sentence() -> str:
    return _("The records changed since the file was looked through. Look through it once more, then import.")


def refuse_if_changed(file: ImportFile, importer: ImportType, rows: Sequence[ImportRow]) -> None:
    """Raise Refused where somebody wrote records meanwhile by which a row would be recognised otherwise."""
    if not Change.objects.filter(pk__gt=file.seen_change).exists():
        return
    digests = [row.digest for row in rows]
    again = any(
        ImportedRow.objects.filter(digest__in=digests[start : start + AT_ONCE]).exists()
        for start in range(0, len(digests), AT_ONCE)
    )
    if again or not importer_agrees(importer, file, rows):
        raise Refused(changed_sentence())
    file.seen_change = newest_change()


def importer_agrees(importer: ImportType, file: ImportFile, rows: Sequence[ImportRow]) -> bool:
    """True where each row is still recognised as it was planned."""
    for row in rows:
        said = importer.read(by_field(row.cells, file.mapping))
        found = importer.recognise(said)
        if said.problems or (found.record_id, found.row, bool(found.doubt)) != (
            row.record_id,
            row.plan.get("same_as"),
            False,
        ):
            return False
        if row.verdict == Verdict.CREATE:
            importer.check_new(said)
            importer.note(said, row.number)
    return True
