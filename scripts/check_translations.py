"""Fails where a string of the sources lacks its translation, or a compiled catalogue is older than its source."""

import sys
import tempfile
from pathlib import Path

import polib
from catalogues import LANGUAGES, LOCALE, catalogue, collected

Key = tuple[str | None, str]


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def sentence(number: int, what: str, entries: list[polib.POEntry]) -> str:
    examples = "; ".join(repr(entry.msgid[:60]) for entry in entries[:3])
    return f"{number} {what}: {examples}"


def problems_of(language: str, fresh: polib.POFile) -> list[str]:
    """What is wrong with one catalogue."""
    kept = polib.pofile(str(catalogue(language)))
    known, wanted = {key_of(entry) for entry in kept}, {key_of(entry) for entry in fresh}
    findings = {
        "strings not collected (make messages)": [entry for entry in fresh if key_of(entry) not in known],
        "strings no longer in the sources (make messages)": [entry for entry in kept if key_of(entry) not in wanted],
        "not translated": kept.untranslated_entries(),
        "marked fuzzy": kept.fuzzy_entries(),
    }
    problems = [sentence(len(entries), what, entries) for what, entries in findings.items() if entries]
    if not is_compiled(kept, catalogue(language).with_suffix(".mo")):
        problems.append("the compiled catalogue is not that of its source (make messages)")
    return [f"{language}: {problem}" for problem in problems]


def is_compiled(kept: polib.POFile, compiled: Path) -> bool:
    """True where the compiled catalogue says what its source says."""
    if not compiled.is_file():
        return False
    with tempfile.NamedTemporaryFile(suffix=".mo") as file:
        kept.save_as_mofile(file.name)
        return told(polib.mofile(file.name)) == told(polib.mofile(str(compiled)))


def told(compiled: polib.MOFile) -> dict[Key, tuple]:
    return {key_of(entry): (entry.msgstr, tuple(sorted(entry.msgstr_plural.items()))) for entry in compiled}


def main() -> int:
    if not LOCALE.is_dir():
        print("no catalogue yet: nothing is translated")
        return 0
    fresh = collected()
    problems = [f"{name}: no catalogue (make messages)" for name in LANGUAGES if not catalogue(name).is_file()]
    for language in LANGUAGES:
        if catalogue(language).is_file():
            problems += problems_of(language, fresh[language])
    print("\n".join(problems) or f"{', '.join(LANGUAGES)}: current and complete")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
