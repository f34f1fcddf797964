"""Which keys words stand for, outside memory: there are as many as there are records, and rows of a file."""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from weakref import finalize

# A text, or several parts.
Word = str | tuple[object, ...]
# So much of the file stays in memory.
CACHE_KIBIBYTES = 512
DIGEST_BYTES = 8


class Keys:
    """Words, each with the keys it stands for, in a file of their own that goes with them.

    Of a word only the digest is kept, made with a key of this run alone: the file tells nothing of anybody.
    """

    def __init__(self, words: Iterable[tuple[Word, int]] = ()) -> None:
        self.seal = blake2b(key=secrets.token_bytes(32), digest_size=DIGEST_BYTES)
        # A database without a name is a temporary file; nothing is ever committed to it.
        # Closed by whatever thread lets go of it last.
        self.rows = sqlite3.connect("", check_same_thread=False)
        finalize(self, self.rows.close)
        self.rows.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{CACHE_KIBIBYTES};"
            " CREATE TABLE keys (word INTEGER NOT NULL, key INTEGER NOT NULL)"
        )
        self.rows.executemany("INSERT INTO keys VALUES (?, ?)", ((self.digest(word), key) for word, key in words))
        # Made last: that is several times as quick for many words.
        self.rows.execute("CREATE INDEX by_word ON keys (word, key)")

    def digest(self, word: Word) -> int:
        """Stands for a word."""
        seal = self.seal.copy()
        seal.update(repr(word).encode())
        return int.from_bytes(seal.digest(), signed=True)

    def add(self, word: Word, key: int) -> None:
        """Note that a word stands for a key too."""
        unless_there = "WHERE NOT EXISTS (SELECT 1 FROM keys WHERE word = ?1 AND key = ?2)"
        self.rows.execute(f"INSERT INTO keys SELECT ?1, ?2 {unless_there}", (self.digest(word), key))

    def claim(self, word: Word, key: int) -> bool:
        """Have a word stand for a key, unless it stands for one already; True where it did not."""
        unless_there = "WHERE NOT EXISTS (SELECT 1 FROM keys WHERE word = ?1)"
        return (
            self.rows.execute(f"INSERT INTO keys SELECT ?1, ?2 {unless_there}", (self.digest(word), key)).rowcount > 0
        )

    def of(self, word: Word) -> set[int]:
        """The keys that a word stands for."""
        return {key for (key,) in self.rows.execute("SELECT key FROM keys WHERE word = ?", (self.digest(word),))}

    def in_order(self, word: Word) -> Iterator[int]:
        """The same from the lowest on, one by one: for a word that stands for as many as there are rows."""
        found = self.rows.execute("SELECT DISTINCT key FROM keys WHERE word = ? ORDER BY key", (self.digest(word),))
        return (key for (key,) in found)
