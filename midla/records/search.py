"""One key for names and words, so that search forgives accents, case, composition, apostrophes and hyphens.

The same Python code makes the key on SQLite and PostgreSQL; the databases only compare keys.
"""

import re
import unicodedata

APOSTROPHES = re.compile(r"['’‘ʼ`´ʻ]")
NOT_WORDS = re.compile(r"[^\w%+@.]+")
KEY_MAX_LENGTH = 20_000


def fold(text: str) -> str:
    """Lower-case words without marks, divided by single spaces: `Ñandú d'Aç-ai` becomes `nandu dac ai`."""
    decomposed = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return NOT_WORDS.sub(" ", bare.casefold().replace("_", " ")).strip()


def search_key(*texts: str) -> str:
    """The folded words of all texts, then each text's words joined, so that `saenzpena` finds `Sáenz Peña`."""
    folded = [fold(text) for text in texts if text]
    joined = [words.replace(" ", "") for words in folded if " " in words]
    return " ".join([*folded, *joined])[:KEY_MAX_LENGTH]


def words_of(query: str) -> list[str]:
    """The folded words that a key must hold, at most ten."""
    return fold(query[:500]).split()[:10]
