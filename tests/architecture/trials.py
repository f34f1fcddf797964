"""What a form does with values that nobody means, learnt in few questions."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from tests.architecture.page_forms import FOUND, PageForm
from tests.architecture.walking import Reader
from tests.architecture.world import OPEN, World

HOSTILE = {
    "long": "a" * 100_000,
    "decomposed, right to left": "\u202e\u200fNun\u0303ez\u2066\ufeff",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31T23:59",
    "beyond 64 bits": "9" * 30,
    "negative": "-1",
    "no such key": "987654321",
    "words for numbers": "1e400",
    "other digits": "١٢٣",
    "markup": "<script>alert(1)</script>'\"%s%_\\",
}
ANSWERS = {200, 302, 400, 404, 409, 413}
SAVED = 302
MOST_ROUNDS = 2
# A server takes no more at once.
MOST_SENT = 2_000_000
# How many lines there are hides the lines, and is tried by itself; the pattern for further lines is not read.
NOT_TRIED = re.compile("_FORMS$|__prefix__")
# Names that are looked for: which of those found is meant is asked before a form is saved.
ASKING = re.compile(f"{FOUND}$|^names$")
# What a line is about: one without it is not read.
LINE = re.compile("-0-what$")
# Above a form that came back: the way to each field that was refused.
REFUSED = re.compile('<a href="#id_([^"]+)">')


def complete_values(world: World) -> dict[str, str]:
    """What is written in a field without which a form is not saved; of a list to choose from the first is taken."""
    corner = world.corners["PE"]
    return {
        **dict.fromkeys(("name", "given_names", "title", "what", "said", "reason"), "Kuntur"),
        **dict.fromkeys(("communities", "countries"), "PE"),
        **dict.fromkeys(("new_password1", "new_password2"), "tre parole diverse"),
        **dict.fromkeys(("starts_on", "ends_on"), "2024-12-31"),
        **dict.fromkeys(("pledged", "value"), "5"),
        "starts_at": "2099-11-02T10:00",
        "email": "rosa@example.org",
        "contact": "given",
        "method": "spoken",
        "still_active": "True",
        **dict.fromkeys(("person", "people"), str(corner.people[OPEN].pk)),
        "partnership": str(corner.partnership.pk),
        "organisation": str(corner.association.pk),
        "with_whom": f"o{corner.association.pk}",
    }


@dataclass
class Trial:
    """One form, and what is known of its fields: which values each refused, and which were saved with what."""

    reader: Reader
    form: PageForm
    complete: dict[str, str]
    faults: list[str] = field(default_factory=list)
    # By kind of value, the fields that refused it.
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    # The fields that were saved together, and the kind of value they all held.
    saved: list[tuple[str, list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = [name for name in self.form.typed if not NOT_TRIED.search(name)]
        self.sent = self.form.fields | {name: ["Seeds"] for name in self.names if LINE.search(name)}
        # Who it is about is asked for once the rest is there.
        for _round in range(MOST_ROUNDS):
            answer = self.ask({})
            if answer.status_code == SAVED:
                return
            wanted = self.refused_by(answer, self.names) or self.names
            self.sent |= {name: [value] for name in wanted if (value := self.complete_value(name))}

    def complete_value(self, name: str) -> str:
        return self.complete.get(name) or self.form.offered.get(name, "")

    def ask(self, kinds: dict[str, str]) -> Any:
        """The answer to the form, complete but for some values that are not meant."""
        answer = self.reader.ask("post", self.form.action, self.filled(kinds))
        if answer.status_code not in ANSWERS:
            self.faults.append(f"{self.form.action} {kinds}: {answer.status_code}")
        return answer

    def filled(self, kinds: dict[str, str]) -> dict[str, list[str]]:
        most = MOST_SENT // max(len(kinds), 1)
        return self.sent | {name: [HOSTILE[kind][:most]] for name, kind in kinds.items()}

    def refused_by(self, answer: Any, names: Collection[str]) -> set[str]:
        """Those of some fields that an answer says something of; words to look for by where what was found is kept."""
        said_of = set() if answer.streaming else set(REFUSED.findall(answer.content.decode()))
        return {name for name in names if self.kept_in(name, names) in said_of}

    def kept_in(self, name: str, names: Collection[str]) -> str:
        """The field by whose name an answer speaks of one: where what was found is tried itself, that is its own."""
        kept = name.removesuffix(FOUND)
        return name if kept in names else kept

    def bear(self, kind: str, but: Collection[str] = ()) -> None:
        """Try a kind of value in every field but some."""
        names, most = [name for name in self.names if name not in but], MOST_SENT // len(HOSTILE[kind])
        for start in range(0, len(names), most):
            self.bear_in(kind, names[start : start + most])

    def bear_in(self, kind: str, names: list[str]) -> None:
        """Send a kind of value in some fields, then in those that took it, until the form is saved with them.

        What is not saved together although no word is said of it is sent in parts.
        """
        while names:
            answer = self.ask(dict.fromkeys(names, kind))
            if answer.status_code == SAVED:
                self.saved.append((kind, names))
                return
            refused = self.refused_by(answer, names)
            if not refused:
                break
            self.refused[kind] |= refused
            names = [name for name in names if name not in refused]
        for part in parts(names):
            self.bear_in(kind, part)

    def bear_all(self) -> None:
        """Try every kind of value in every field."""
        for kind in HOSTILE:
            self.bear(kind)
        self.bear_in_halves()

    def bear_as(self, kin: "Trial") -> None:
        """Try once all that another form of the same fields refused, and every kind of value where that one took it."""
        refusals = {name: kind for name, kind in kin.refusals.items() if name in self.names}
        alike = self.refused_by(self.ask(refusals), refusals)
        for kind in HOSTILE:
            self.bear(kind, but=kin.refused[kind] & alike)

    @property
    def refusals(self) -> dict[str, str]:
        """For each field that refused anything, a kind of value that it refused."""
        return {name: kind for kind, names in self.refused.items() for name in names}

    def bear_in_halves(self) -> None:
        """Send what fields refuse in half of them at a time, so that each is refused once while any other is sound."""
        refusals = sorted(self.refusals.items())
        for bit in range(max(len(refusals) - 1, 1).bit_length()):
            for half in (0, 1):
                if held := [pair for place, pair in enumerate(refusals) if place >> bit & 1 == half]:
                    self.ask(dict(held))


def parts(names: list[str]) -> list[list[str]]:
    """Some fields apart: those after which a form asks before it is saved; else one half and the other."""
    asking = [name for name in names if ASKING.search(name)]
    if 0 < len(asking) < len(names):
        return [asking, [name for name in names if name not in asking]]
    middle = len(names) // 2
    return [names[:middle], names[middle:]] if middle else []
