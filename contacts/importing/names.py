"""Names of people as files write them."""

from django.db.models import QuerySet

from contacts.models import Person
from midla.records.importing.keys import Keys
from midla.records.search import fold


def name_key(given: str, family: str) -> str:
    """The same for names in any order, however they are written."""
    return " ".join(sorted(fold(f"{given} {family}").split()))


def names_of(people: QuerySet[Person]) -> Keys:
    """The names of recorded people, each with the keys of those who have it."""
    rows = people.order_by().values_list("pk", "given_names", "family_names").iterator()
    return Keys((name_key(given, family), key) for key, given, family in rows)


def divided_name(name: str, *, family_first: bool) -> tuple[str, str]:
    """Given and family names that stand in one text, divided by a comma where there is one.

    Else two words of three or four are family names, as Latin Americans carry them; of more, the last two, or first.
    """
    before, comma, after = name.partition(",")
    if comma and before.strip() and after.strip():
        return after.strip(), before.strip()
    words = name.split()
    families = min(2, len(words) - 1)
    if family_first:
        return " ".join(words[families:]), " ".join(words[:families])
    given = len(words) - families
    return " ".join(words[:given]), " ".join(words[given:])
