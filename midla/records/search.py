"""One key for names and words, so that search forgives accents, case, composition, apostrophes and hyphens.

The same Python code makes the key on SQLite and PostgreSQL; the databases only compare keys.
"""

import re
import unicodedata

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

LEFT_OUT = re.compile(r"['’‘ʼ`´ʻ.]")
NOT_WORDS = re.compile(r"[^\w%]+")
# Letters that Unicode does not take apart into a letter and a mark.
BARE_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})
# Every sign that stands on a letter; beyond these planes there is none.
MARKS = {code: None for code in range(0x20000) if unicodedata.combining(chr(code))}
BETWEEN_WORDS = str.maketrans("", "", " _")
# Little words between names, which one writes and another leaves out.
PARTICLES = frozenset("d da de dei del dell della delle di do dos du e el i la las los van von y".split())
KEY_MAX_LENGTH = 60_000
# Longer texts are prose: nobody looks for two of their words written as one.
JOINED_MAX_LENGTH = 200
MOST_WORDS = 10
# Shorter words have too few letters to tell a slip from another word.
SHORTEST_FORGIVEN = 4


def fold(text: str) -> str:
    """Lower-case words without marks, divided by single spaces: `Ñandú d'Aç-ai` becomes `nandu dac ai`."""
    bare = LEFT_OUT.sub("", text)
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare).translate(MARKS)
    return NOT_WORDS.sub(" ", bare.casefold().translate(BARE_LETTERS)).strip()


def search_key(*texts: str) -> str:
    """The folded words of all texts, then each short text's words joined: `saenzpena` finds `Sáenz Peña`."""
    folded = [fold(text) for text in texts if text]
    joined = [words.translate(BETWEEN_WORDS) for words in folded if len(words) <= JOINED_MAX_LENGTH]
    return " ".join([*folded, *(words for words in joined if words not in folded)])[:KEY_MAX_LENGTH].strip()


def words_of(query: str) -> list[str]:
    """The folded words that a key must hold, at most ten."""
    return fold(query[:500]).split()[:MOST_WORDS]


def slips_allowed(word: str) -> int:
    """How many letters of a word may be wrong, missing or swapped."""
    if len(word) < SHORTEST_FORGIVEN:
        return 0
    return 1 if len(word) < 8 else 2


def traces(word: str) -> list[str]:
    """Pieces of a word of which one at least stands in ` key ` wherever a key holds the word with the slips allowed.

    They are its threes of letters in a row, counted with its ends. A slip spoils at most four of them; where that
    leaves none, the first letter alone stands for the first.
    """
    if not (slips := slips_allowed(word)):
        return [word]
    first = word[:2] if len(word) > 4 * slips else word[0]
    return [f" {first}", *(word[start : start + 3] for start in range(len(word) - 2)), f"{word[-2:]} "]


def distance_to_key(words: list[str], key: str) -> int | None:
    """The slips between a query's words and a key's; None where a word is not there even with the slips allowed.

    A particle that is not there counts as one slip.
    """
    total, candidates = 0, set(key.split())
    for word in words:
        if word in key:
            continue
        if word in PARTICLES:
            total += 1
            continue
        allowed = slips_allowed(word)
        nearest = extractOne(word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=allowed)
        if nearest is None:
            return None
        total += int(nearest[1])
    return total
