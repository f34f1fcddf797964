"""Nothing is read by who may not read it: pages, lists, exports, histories, calendars, cards and the admin.

The world is full of words that say what they are (world.py); here every address is read by every reader, and whatever
word stands in an answer must be one that this reader may read there.
"""

import io
import json
import re
import zipfile

import pytest

from midla.accounts.permissions import Permission
from midla.records.registry import record_types
from tests.architecture.routes import routes
from tests.architecture.walking import OPEN, TRASHED, Addresses, noun_of, reader_of
from tests.architecture.world import PHONES

# Minutes of asking that no database answers otherwise.
pytestmark = pytest.mark.one_database

READERS = (
    *("rome_viewer", "lima_viewer", "outsider", "rome_officer", "focal_point", "manager"),
    *("quito_officer", "quito_manager", "quito_administrator", "administrator"),
)
# Partner actors and existing efforts are everybody's.
WORD = re.compile(r"(PE|EC|ALL)(open|trashed|confined|contact|agreed|special)")
OF_PERSON = ("contacts:person", "contacts:affiliation")
ROUTES = [route for route in routes() if not route.is_of_admin]


@pytest.fixture
def readers(request):
    return {name: request.getfixturevalue(name) for name in READERS}


def text_of(answer):
    """What an answer says; of a spreadsheet, all its sheets."""
    body = answer.read if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace")


def words_in(answer):
    """The words that tell what they are; a telephone number is contact data, however it is written."""
    text = text_of(answer)
    digits = re.sub(r"[\s\u00a0]", "", text)
    numbers = {(code, "contact") for code, phone in PHONES.items() if phone in digits}
    return set(WORD.findall(text)) | numbers


def may_read(user, route, state, code, kind):
    """True where a reader may find such a word at an address."""
    if kind == "confined" or (user.country_codes and code not in (*user.country_codes, "ALL")):
        return False
    if kind == "trashed":
        return user.can(Permission.EDIT_ANY) and (route.name == "records:trash" or state == TRASHED)
    if kind in ("contact", "agreed"):
        return user.can(Permission.VIEW_CONTACTS) and (kind == "agreed" or not user.is_outside_eu)
    if kind == "special":
        return user.can(Permission.VIEW_SPECIAL) and is_own_page_of_person(route)
    return True


def is_own_page_of_person(route):
    """True for the pages of one person and of one role; lists and exports are none."""
    of_admin = route.name.startswith(
        ("admin:contacts_person_", "admin:contacts_affiliation", "admin:contacts_language")
    )
    return of_admin or (noun_of(route) in OF_PERSON and "pk" in route.parameters)


def read(reader, route, state, path, **query):
    """The words at an address that its reader may not read, and all that were found."""
    answer = reader.ask("get", path, query)
    found = words_in(answer)
    return [
        f"{route.name} ({state}) {query or ''}: {code}{kind}"
        for code, kind in sorted(found)
        if not may_read(reader.user, route, state, code, kind)
    ], found


def everything_asked(route):
    """Queries that ask a list for all it has."""
    declared = next((known for known in record_types() if route.name == f"{known.url}-list"), None)
    if declared is not None:
        names = [column.name for column in declared.columns]
        yield {"columns": ",".join(names)}
        yield from ({"sort": f"contact_{name}"} for name in declared.guarded_fields)


def leaks(reader, addresses, *, whole):
    """Everything found that the reader may not read: in lists with all they can show; on `whole` walks on every page.

    What every page tells every reader is looked at in test_access.py, which asks for them anyway.
    """
    for route in ROUTES:
        for state, path in addresses.of(route):
            queries = [*everything_asked(route), *([{}] if whole else [])]
            for query in queries if state in (OPEN, TRASHED) else ():
                yield from read(reader, route, state, path, **query)[0]


def test_no_list_tells_what_its_reader_may_not_read(world, readers):
    found = {name: list(leaks(reader_of(user), Addresses(world, user), whole=False)) for name, user in readers.items()}
    assert {name: told for name, told in found.items() if told} == {}


def test_pages_that_refuse_tell_nothing_either(world, quito_officer):
    assert list(leaks(reader_of(quito_officer), Addresses(world, quito_officer), whole=True)) == []


def test_of_what_concerns_two_countries_each_reads_their_own(world, readers):
    for name in ("lima_viewer", "quito_officer", "quito_administrator"):
        reader, [own] = reader_of(readers[name]), readers[name].country_codes
        for page in ("", "minutes/", "people/", "history/", "invitation.ics"):
            told = words_in(reader.ask("get", f"/meetings/{world.mixed_meeting}/{page}"))
            assert (name, page, {code for code, _kind in told} <= {own, "ALL"}) == (name, page, True)
        assert "and others" in text_of(reader.ask("get", "/meetings/?columns=organisations"))
        for path in (f"/partnerships/{world.mixed_partnership}/", "/partnerships/", "/partnerships/board/"):
            text = text_of(reader.ask("get", path))
            told = {code for code, _kind in WORD.findall(text)} <= {own, "ALL"}
            assert (name, path, told, "and others" in text) == (name, path, True, True)


def test_what_must_not_leak_is_there_to_be_read(world, rome_officer):
    """Or the test above would pass by finding nothing."""
    reader, addresses, where = reader_of(rome_officer), Addresses(world, rome_officer), {}
    for route in ROUTES:
        if noun_of(route) == "contacts:person":
            [(state, path), *_others] = addresses.of(route)
            queries = [{}, *everything_asked(route)][:2]
            found = set().union(*(read(reader, route, state, path, **query)[1] for query in queries))
            for _code, kind in found & {("PE", "contact"), ("ALL", "special")}:
                where.setdefault(kind, set()).add(route.name.removeprefix("contacts:person-"))
    assert where["contact"] >= {"detail", "edit", "history", "list", "export-csv", "export-xlsx", "card"}
    assert where["special"] >= {"detail", "history"}


PEOPLE = ("/people/", "/people/export.csv")
SECRETS = ["PEcontact", "old-PEcontact@example.org", PHONES["PE"], "0555000101", "Vicolo PEcontact"]
HIDDEN = [
    f"{word}PE{state}" for word in ("Lucuma", "Guaba", "Arracacha", "Outcome") for state in ("confined", "trashed")
]


SEARCHED = ["/search/", *(f"/{noun}/" for noun in ("associations", "partners", "people", "meetings", "follow-ups"))]


def found_by(reader, query):
    """Where a word finds something: pages with their totals, typeaheads with what they offer."""
    for path in SEARCHED:
        totals = re.findall(r'data-total="(\d+)"', text_of(reader.ask("get", path, {"q": query})))
        yield from [(query, path, totals)] if totals != ["0"] else ()
    for path in ("/people/find/", "/associations/find/", "/meetings/typeahead/"):
        offered = json.loads(reader.ask("get", path, {"q": query}).content)
        yield from ((query, path, choice) for choice in offered if not choice.get("create"))


def test_nobody_finds_a_record_by_what_they_may_not_read(world, administrator):
    reader = reader_of(administrator)
    assert [found for query in SECRETS + HIDDEN for found in found_by(reader, query)] == []


def corner_of(world, user):
    """The country whose records a reader sees; of those without limit, Peru."""
    return world.corners["EC" if user.country_codes == ("EC",) else "PE"]


def reads_special(name, user):
    """True for whom the world has special-category data that they may read."""
    return name != "outsider" and user.can(Permission.VIEW_SPECIAL)


def test_who_was_at_a_religious_meeting_is_told_to_officers_alone(world, readers):
    for name, user in readers.items():
        reader, corner = reader_of(user), corner_of(world, user)
        meeting, person = f"/meetings/{corner.special_meeting}/", corner.people[OPEN]
        pages = [f"{meeting}{page}" for page in ("", "minutes/", "people/", "history/")]
        told = {page: person.family_names in text_of(reader.ask("get", page)) for page in pages}
        own = f"/people/{person.pk}/"
        told[own] = f"Misa{corner.code}" in text_of(reader.ask("get", own))
        assert (name, told) == (name, dict.fromkeys(told, reads_special(name, user)))


def test_ties_to_a_religious_community_stand_on_the_persons_page_alone(world, readers):
    for name, user in readers.items():
        reader, corner = reader_of(user), corner_of(world, user)
        church, person = corner.special_organisation, corner.people[OPEN]
        asked = [(f"/associations/{church}/", {}), *((path, {"organisation": church}) for path in PEOPLE)]
        told = [path for path, query in asked if person.family_names in text_of(reader.ask("get", path, query))]
        for query in ({"person": person.pk}, {"person": person.pk, "columns": "organisations"}):
            told += ["/meetings/"] if f"Misa{corner.code}" in text_of(reader.ask("get", "/meetings/", query)) else []
        assert (name, told) == (name, [])
        is_told = f"Cofradia{corner.code}" in text_of(reader.ask("get", f"/people/{person.pk}/"))
        assert (name, is_told) == (name, reads_special(name, user))
