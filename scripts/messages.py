"""Collects the strings to translate into locale/ and compiles the catalogues."""

import sys

from catalogues import LANGUAGES, catalogue, collected


def main() -> int:
    for language, fresh in collected().items():
        path = catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.metadata.pop("POT-Creation-Date", None)
        fresh.save(str(path))
        fresh.save_as_mofile(str(path.with_suffix(".mo")))
        print(f"{language}: {len(fresh.untranslated_entries())} to translate, {len(fresh.fuzzy_entries())} to review")
    return 0 if LANGUAGES else 1


if __name__ == "__main__":
    sys.exit(main())
