"""Questions whose SQL is put together once: for one record Django takes longer to write it than databases to answer it.

    @Question
    def newest_meetings(organisation: int, *, reader: User) -> QuerySet: …

    newest_meetings(12, reader=request.user)

What is given by place are keys: stand-ins take their place while the SQL is put together, and each question puts its
own in. What is given by name may decide how the SQL is written, so that each has SQL of its own; of a reader that is
`reads_as`, and their key is one more that is put in. The days a question speaks of have to be given too.
"""

import copy
from collections.abc import Callable, Hashable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

# Numbers and words that no row has.
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: -(10**17) - place,
    str: lambda place: f"the key in place {place} of a question",
}
READER = -(10**17) - 10**6
# Beyond these no table has a key, and databases refuse the question.
LARGEST_KEY = 2**63 - 1
# Each number of keys has SQL of its own; for many, putting it together is the smaller part.
MOST_KEYS = 10
# Roles, countries and languages make some ten ways to ask each question; more are not kept.
MOST_KEPT = 500


class Kept:
    """A question as one connection asks it: its rows' compiler, whose SQL is fixed but for the keys.

    What reads the rows asks the query for its compiler, and that for SQL and converters: both are given what is kept.
    """

    def __init__(self, rows: Any) -> None:
        self.rows = rows
        if not all(isinstance(lookup, str) for lookup in rows._prefetch_related_lookups):
            raise ValueError("A question prefetches by name alone: stand-ins would stay in the rows of a Prefetch.")
        self.compiler = rows.query.get_compiler(connection=connections[rows.db])
        try:
            self.sql, self.parameters = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.parameters = "", ()
            return
        converters = self.compiler.get_converters([shown[0] for shown in self.compiler.select])
        self.compiler.get_converters = lambda _expressions: converters
        rows.query.get_compiler = lambda *_args, **_named: self.compiler

    def ask(self, keys: dict[Any, Any]) -> list[Any]:
        """The rows for these keys, each given by its stand-in."""
        if not self.sql:
            return []
        parameters = tuple(keys.get(one, one) if isinstance(one, int | str) else one for one in self.parameters)
        self.compiler.as_sql = lambda *_args, **_named: (self.sql, parameters)
        try:
            return list(self.rows)
        finally:
            self.rows._result_cache, self.rows._prefetch_done = None, False


class Question:
    """Decorator of a function that puts a queryset together; asked, it answers the list of its rows."""

    def __init__(self, build: Callable[..., models.QuerySet]) -> None:
        self.build = build
        self.__doc__ = build.__doc__

    def __call__(self, *keys: int | str, reader: Any = None, **named: Any) -> list[Any]:
        if any(isinstance(key, int) and abs(key) > LARGEST_KEY for key in keys):
            return []
        if len(keys) > MOST_KEYS:
            return list(self.build(*keys, **named) if reader is None else self.build(*keys, reader=reader, **named))
        stand_ins = [STAND_INS[type(key)](place) for place, key in enumerate(keys)]
        put_in = dict(zip(stand_ins, keys, strict=True))
        if reader is None:
            return self.kept((*stand_ins, *named.items()), lambda: self.build(*stand_ins, **named)).ask(put_in)
        asked_so = (*stand_ins, *named.items(), reader.reads_as)
        kept = self.kept(asked_so, lambda: self.build(*stand_ins, reader=anybody_like(reader), **named))
        return kept.ask({**put_in, READER: reader.pk})

    def kept(self, asked_so: tuple[Hashable, ...], rows: Callable[[], models.QuerySet]) -> Kept:
        """The question as it was asked before; kept with its connection, whose ways of reading values it holds."""
        questions = vars(connections["default"]).setdefault("midla_questions", {})
        if (self, *asked_so) not in questions:
            if len(questions) >= MOST_KEPT:
                questions.clear()
            questions[self, *asked_so] = Kept(rows())
        return questions[self, *asked_so]


def anybody_like(reader: Any) -> Any:
    """Somebody who reads as this reader does."""
    anybody = copy.copy(reader)
    anybody.pk = READER
    return anybody
