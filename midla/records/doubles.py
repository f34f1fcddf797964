"""Which records are probably twice there: blocks by key, points by reason. What is compared, each app says itself.

Points are bits of evidence: ten points mean that chance alone makes such an agreement once in a thousand pairs. A rare
name says more than a common one, so that the points of a word rest on how often it is there.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, groupby
from sys import intern
from typing import Any, Generic, NamedTuple, TypeVar

from rapidfuzz.distance import OSA

from midla.records.search import PARTICLES, fold
from midla.records.short_names import usual

# From here on two records are proposed as one.
THRESHOLD = 14
MOST_POINTS_OF_WORD, MOST_SCORE = 12.0, 100
# A word that nobody has counted is taken to stand in one record of so many.
USUAL_RARITY, PSEUDO_RECORDS = 500, 1000
# In a block of more records each is compared only with its neighbours.
LARGEST_BLOCK, NEIGHBOURS = 16, 4
# Of what else tells records of one block apart, so many letters say who are neighbours.
LETTERS_OF_PLACE, BITS_OF_LETTER = 7, 8
DIGEST_BYTES, DIGEST_BITS = 8, 63
# Pairs are held as numbers of 64 bits on shelves, each for so many bits of the lower place.
PLACE_BITS, SHELF_BITS = 32, 10
SHORTEST_TYPED = 4
EXACT, SHORT_FORM, ONE_SLIP, SAME_SOUND, TWO_SLIPS, BEGINNING, INITIAL = 1.0, 0.8, 0.8, 0.7, 0.6, 0.5, 0.2
# How letters sound alike in Spanish and Italian, the longest first.
SOUNDS = (
    *(("sch", "s"), ("sh", "x"), ("hua", "gua"), ("hue", "gue"), ("hui", "gui"), ("wa", "gua")),
    *(("ch", "x"), ("ph", "f"), ("th", "t"), ("qu", "k"), ("gu", "g"), ("gh", "g"), ("ck", "k")),
    *(("ll", "y"), ("ce", "se"), ("ci", "si"), ("ge", "je"), ("gi", "ji"), ("c", "k"), ("q", "k"), ("z", "s")),
    *(("v", "b"), ("w", "b"), ("h", ""), ("j", "x"), ("i", "y")),
)
VOWELS = frozenset("aeiouy")

Known = TypeVar("Known")
Reason = tuple[str, float]
Words = tuple[str, ...]
Pair = tuple[int, int]


class Key(NamedTuple):
    """Something that doubles share, and what else tells apart those who share it: neighbours are alike in that."""

    shared: str
    beside: str = ""


@dataclass(frozen=True)
class Finding:
    """Two records that may be one: their places, and every reason for and against with its points."""

    first: int
    second: int
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """All points together."""
        return total(self.reasons)


def total(reasons: Iterable[Reason]) -> int:
    """The points of all reasons together, between 0 and 100."""
    return max(0, min(MOST_SCORE, round(math.fsum(points for _code, points in reasons))))


@dataclass(frozen=True)
class Rules(Generic[Known]):
    """How one kind of record is compared: `keys` that doubles share, `words` whose rarity counts, `reasons` for and
    against two being one."""

    keys: Callable[[Known], Iterable[Key]]
    words: Callable[[Known], Iterable[str]]
    reasons: Callable[[Known, Known, "Rarity"], list[Reason]]


class Rarity:
    """How much it says that two records share a word: the rarer the word, the more."""

    def __init__(self, records: Iterable[Iterable[str]] = ()) -> None:
        self.counts: Counter[str] = Counter()
        self.known: dict[str, float] = {}
        self.records = 0
        for words in records:
            self.records += 1
            self.counts.update(set(words))

    def points(self, word: str) -> float:
        """The points of sharing a word."""
        if (points := self.known.get(word)) is None:
            points = self.known[word] = self.worked_out(word)
        return points

    def worked_out(self, word: str) -> float:
        """The points of a word that was not asked for before."""
        share = (self.counts[word] + PSEUDO_RECORDS / USUAL_RARITY) / (self.records + PSEUDO_RECORDS)
        return min(MOST_POINTS_OF_WORD, -math.log2(share))


def find(rules: Rules[Known], records: Sequence[Known], least: int = THRESHOLD) -> Iterator[Finding]:
    """The pairs of records that reach so many points; places are those in `records`. Each pair comes once."""
    rarity = Rarity(rules.words(known) for known in records)
    for first, second in pairs_in(blocks_of(rules, records)):
        reasons = rules.reasons(records[first], records[second], rarity)
        if total(reasons) >= least:
            yield Finding(first, second, tuple(reasons))


def blocks_of(rules: Rules[Known], records: Sequence[Known]) -> Iterator[list[int]]:
    """The places of records that share a key; in each block neighbours stand beside each other."""
    keyed = sorted(
        (digest, place, number)
        for number, known in enumerate(records)
        for digest, place in digests(rules.keys(known), b"")
    )
    yield from blocks((digest, number) for digest, _place, number in keyed)


def blocks(keyed: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """What stands beside one digest after the other."""
    for _digest, block in groupby(keyed, key=lambda one: one[0]):
        yield [number for _digest, number in block]


def digests(keys: Iterable[Key], secret: bytes) -> set[tuple[int, int]]:
    """Keys as a database holds them: a digest of what is shared, and a number in the order of what stands beside."""
    return {(digest_of(key.shared, secret), place_of(key.beside)) for key in keys}


def digest_of(text: str, secret: bytes) -> int:
    """A number that stands for a text and does not tell it."""
    digest = blake2b(text.encode(), digest_size=DIGEST_BYTES, key=secret).digest()
    return int.from_bytes(digest, "big") % (1 << DIGEST_BITS)


def place_of(text: str) -> int:
    """A number that is in the order of the first letters of texts."""
    letters = text.encode()[:LETTERS_OF_PLACE].ljust(LETTERS_OF_PLACE)
    return int.from_bytes(letters, "big")


def pairs_in(some: Iterable[Sequence[int]]) -> Iterator[Pair]:
    """The pairs to compare in blocks, the lower number first: each once and in order, whatever blocks it is in."""
    shelves: dict[int, array[int]] = defaultdict(lambda: array("Q"))
    for block in some:
        for one, other in pairs_of_block(block):
            if one != other:
                first, second = (one, other) if one < other else (other, one)
                shelves[first >> SHELF_BITS].append(first << PLACE_BITS | second)
    for shelf in sorted(shelves):
        for pair in sorted(set(shelves.pop(shelf))):
            yield pair >> PLACE_BITS, pair % (1 << PLACE_BITS)


def pairs_of_block(block: Sequence[int]) -> Iterator[Pair]:
    """All pairs of a small block; of a large one, each record with its neighbours."""
    if len(block) <= LARGEST_BLOCK:
        yield from combinations(block, 2)
        return
    for start, number in enumerate(block):
        for other in block[start + 1 : start + 1 + NEIGHBOURS]:
            yield number, other


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """How a folded word sounds: its first letter, then its consonants, none twice in a row."""
    word = usual(word)
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    kept = word[:1] + "".join(letter for letter in word[1:] if letter not in VOWELS)
    return "".join(letter for place, letter in enumerate(kept) if place == 0 or kept[place - 1] != letter)


@lru_cache(maxsize=50_000)
def words_of_name(*names: str) -> Words:
    """The folded words of names without particles; with them where there is nothing else."""
    words = tuple(map(intern, fold(" ".join(names)).split()))
    return tuple(word for word in words if word not in PARTICLES) or words


@lru_cache(maxsize=200_000)
def likeness(one: str, other: str) -> float:
    """How much of a word's points two words deserve: all where they are the same, none where they differ."""
    if one == other:
        return EXACT
    if usual(one) == usual(other):
        return SHORT_FORM
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    if len(short) == 1:
        return INITIAL if long.startswith(short) else 0.0
    if len(short) < SHORTEST_TYPED:
        return BEGINNING if len(short) > 2 and long.startswith(short) else 0.0
    slips = OSA.distance(short, long, score_cutoff=2)
    if slips == 1:
        return ONE_SLIP
    if sound(short) == sound(long) and OSA.distance(short, long) <= len(long) // 2:
        return SAME_SOUND
    if slips == 2 and len(short) > 5:
        return TWO_SLIPS
    return BEGINNING if long.startswith(short) else 0.0


def align(one: Words, other: Words, rarity: Rarity) -> tuple[float, int]:
    """The points of the words that two names share, and how many go together; each goes with one word at most."""
    same = {*one} & {*other}
    points = math.fsum(map(rarity.points, same))
    left, right = [word for word in one if word not in same], [word for word in other if word not in same]
    if not left or not right:
        return points, len(same)
    weighed = [(likeness(word, there), sorted((word, there)), word, there) for word in left for there in right]
    matched = len(same)
    for like, _pair, word, there in sorted(weighed, reverse=True):
        if like and word in left and there in right:
            left.remove(word)
            right.remove(there)
            matched += 1
            points += like * min(rarity.points(word), rarity.points(there))
    return points, matched


def points_of_words(one: Words, other: Words, rarity: Rarity, *, none: float, conflict: float, extra: float) -> float:
    """The points for two names: `none` where no word goes together, `conflict` for each two that stand against each
    other, `extra` for each that only one side has; nothing where one side says nothing."""
    if not one or not other:
        return 0.0
    points, matched = align(one, other, rarity)
    if not matched:
        return none
    fewer, more = min(len(one), len(other)) - matched, abs(len(one) - len(other))
    return points + conflict * max(fewer, 0) + extra * more


def agreement(code: str, one: Any, other: Any, *, same: float, different: float) -> list[Reason]:
    """The reason for two values that are the same or not; none where one is missing."""
    if not one or not other:
        return []
    return [(code, same)] if one == other else [(f"other_{code}", different)]
