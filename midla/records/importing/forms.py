"""What the pages of an import ask: which file, and what its columns hold."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.records.csv_files import MOST_BYTES, FileRefused
from midla.records.importing.columns import check_mapping
from midla.records.importing.staging import take_in
from midla.records.importing.types import IMPORT_TYPES
from midla.records.models import ImportFile
from midla.records.once import OneTimeKeyField

MOST_SAMPLES = 3


class FileForm(forms.Form):
    """A file and what it is about."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file lists"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, XLSX, ODS or, for people, vCard. At most 20 MB, 50,000 rows, 100 columns."),
        max_length=200,
    )
    one_time_key = OneTimeKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, capfirst(str(declared.label))) for code, declared in IMPORT_TYPES.items()]
        self.fields["kind"].choices = choices

    def taken_in(self, user: Any) -> ImportFile | None:
        """The file with its rows kept; None, and an error beside the field, where it cannot be read."""
        upload = self.cleaned_data["file"]
        try:
            return take_in(self.cleaned_data["kind"], upload.read(MOST_BYTES + 1), upload.name, user=user)
        except FileRefused as refused:
            self.add_error("file", str(refused.sentence))
            return None


class ColumnsForm(forms.Form):
    """What each column of a file holds: as it was recognised, to be corrected."""

    def __init__(self, *args: Any, file: ImportFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file = file
        self.columns = IMPORT_TYPES[file.kind].columns
        samples = samples_of(file)
        choices = [("", _("Leave out")), *((one.name, capfirst(str(one.label))) for one in self.columns)]
        for place, heading in enumerate(file.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading,
                required=False,
                choices=choices,
                initial=file.mapping[place],
                help_text=" · ".join(samples[place]) or _("empty"),
            )

    # Whether a column may be left out is said by its choices.
    says_optional = False

    @property
    def mapping(self) -> list[str]:
        """The field of each column."""
        return [self.cleaned_data[f"column-{place}"] for place in range(len(self.file.headings))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_mapping(self.file.headings, self.mapping, self.columns)
            except FileRefused as refused:
                raise forms.ValidationError(str(refused.sentence)) from refused
        return cleaned


def samples_of(file: ImportFile) -> list[list[str]]:
    """The first cells of each column that say something."""
    rows = list(file.rows.values_list("cells", flat=True)[:20])
    samples = ([cells[place][:40] for cells in rows if cells[place]] for place in range(len(file.headings)))
    return [list(dict.fromkeys(found))[:MOST_SAMPLES] for found in samples]
