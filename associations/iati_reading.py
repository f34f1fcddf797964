"""Reading activities out of IATI files: XML of the versions 2.0x, one activity after the other, all of it bounded.

The parser is the standard library's, told to build nothing but one activity at a time and to stop at a document type:
without one there are no entities, and nothing outside the file is ever asked for.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from midla.records.csv_files import FileRefused

MOST_BYTES, MOST_DEPTH, CHUNK = 20_000_000, 40, 65_536
MOST_ACTIVITIES = 50_000
ROOT, ACTIVITY = "iati-activities", "iati-activity"
VERSION = "2."


class Activities:
    """What the parser reports to: gathers the activities that are whole, refuses what no IATI file holds."""

    def __init__(self) -> None:
        self.whole: list[ET.Element] = []
        self.depth = self.count = 0
        self.builder: ET.TreeBuilder | None = None

    def document_type(self, *declared: Any) -> None:
        """A document type begins; nothing that it declares has been read yet."""
        raise FileRefused(_("The file declares a document type, which IATI files do not. It was not read."))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise FileRefused(_("The file is nested deeper than IATI files are. It was not read."))
        if self.depth == 1:
            self.check_root(tag, attributes)
        elif self.depth == 2 and tag == ACTIVITY:
            self.builder = ET.TreeBuilder()
        if self.builder is not None:
            self.builder.start(tag, attributes)

    def check_root(self, tag: str, attributes: dict[str, str]) -> None:
        """The first element says what the file is."""
        version = attributes.get("version", VERSION)
        if tag != ROOT:
            raise FileRefused(_("This is no file of IATI activities: its first element is not iati-activities."))
        if not version.startswith(VERSION):
            raise FileRefused(
                _("The file is of IATI version %(version)s. Only 2.0x can be read.") % {"version": version[:10]}
            )

    def text(self, text: str) -> None:
        """Text stands between two tags."""
        if self.builder is not None:
            self.builder.data(text)

    def end(self, tag: str) -> None:
        """An element ends; an activity is whole with its own end."""
        if self.builder is not None:
            self.builder.end(tag)
            if self.depth == 2:
                self.whole.append(self.builder.close())
                self.builder = None
                self.count += 1
                if self.count > MOST_ACTIVITIES:
                    raise FileRefused(_("The file has more than 50,000 activities. Divide it into smaller ones."))
        self.depth -= 1

    def parser(self) -> Any:
        """A parser that reports to here, and to nobody else."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.document_type
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        return parser


def activities_in(content: bytes) -> Iterator[ET.Element]:
    """The activities of a file, each with all its parts. Raises FileRefused."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 20 MB. Divide it into smaller ones."))
    found = Activities()
    parser = found.parser()
    try:
        for start in range(0, len(content) + 1, CHUNK):
            parser.Parse(content[start : start + CHUNK], start + CHUNK > len(content))
            yield from found.whole
            found.whole.clear()
    except (expat.ExpatError, LookupError, ValueError) as error:
        sentence = _("This is no well-formed XML: line %(line)d.")
        raise FileRefused(sentence % {"line": getattr(error, "lineno", 1)}) from error
