"""Input that nobody means: every field of every form, and every parameter of every address, on the real pages.

A form answers with its page and a sentence, or saves what is sound in it; an address answers with its page, 400 or 404.
Never an error, and what was saved can be read again.
"""

import re
import unicodedata
from itertools import product
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zeal import zeal_ignore

from associations.models import Association, Initiative
from contacts.models import Person
from midla.records.lists import Listing
from midla.records.registry import record_types
from midla.territories.models import Province
from tests.architecture.page_forms import forms_of
from tests.architecture.routes import routes
from tests.architecture.trials import ANSWERS, HOSTILE, SAVED, Trial, complete_values
from tests.architecture.walking import OPEN, Addresses, PlainClient, Reader
from tests.factories.contacts import MeetingKindFactory

LONG, MARKED = HOSTILE["long"], HOSTILE["decomposed, right to left"]
# What a field may well take as it is, and give back on every page.
LASTING = ("decomposed, right to left", "markup")
# Each filter of a list is asked with every value by itself; the parameters of an address together with these.
ALL_AT_ONCE = ("long", "year 1", "beyond 64 bits", "other digits", "markup")
# What a list reads beside its filters.
OF_A_LIST = ("page", "sort", "columns", "rows")
# Longer than a server takes.
LONGEST_ADDRESS = 100_000
LISTS = (
    "/associations/",
    "/partners/",
    "/people/",
    "/meetings/",
    "/follow-ups/",
    "/initiatives/",
    "/matching/needs/",
    "/matching/offers/",
    "/partnerships/",
)
READ_AGAIN = (*LISTS, "/", "/search/?q=nunez", "/people/export.csv")
READ_AGAIN_WELL = dict.fromkeys(READ_AGAIN, 200)
# The forms that give records their words.
WRITING = ("/add/", "/edit/", "/log/")
# What tells the form of a new record from that of one there is: both have the same fields.
NEW_OR_NOT = re.compile(r"(/\d+/edit|/add)/$")
NOT_OF_FORMS = {"/accounts/logout/", "/accounts/language/"}
FORM_PAGES = (
    *("-add", "-edit", "-log", "-plan", "-consent", "-people", "-detail", "-view-add", "-face", "-attach", "-trash"),
    "-match-aside",
    *("accounts:profile", "accounts:password", "contacts:calendar-address", "account_reset_password"),
)


@pytest.fixture
def reader(administrator):
    MeetingKindFactory()
    client = PlainClient()
    client.force_login(administrator)
    return Reader(client, administrator)


@pytest.fixture
def addresses(world, administrator):
    """The address of each route that opens, by the route's name."""
    known = Addresses(world, administrator)
    found = {}
    for route in routes():
        if not route.is_of_admin:
            found[route.name] = next(path for state, path in known.of(route) if state == OPEN)
    return found


def kind_of(action):
    """What tells forms apart: their address without keys; saved views and the trash have one form for every kind."""
    return re.sub(r"\d+", "1", re.sub(r".*/(views/(add|\d+/edit)|trash)/$", r"\1", action))


def pages_with_forms(reader, addresses):
    """Each form of the site, once."""
    seen = set()
    for name, path in addresses.items():
        if not name.endswith(FORM_PAGES):
            continue
        answer = reader.ask("get", path)
        is_page = answer.status_code == 200 and not answer.streaming
        for form in forms_of(path, answer.content.decode()) if is_page else ():
            action = urlsplit(form.action).path
            shape = (kind_of(action), tuple(form.typed))
            if action not in NOT_OF_FORMS and shape not in seen:
                seen.add(shape)
                yield form


def tried(reader, addresses, world):
    """Each form of the site, with all that was sent to it."""
    complete, found, trials = complete_values(world), {}, []
    for form in list(pages_with_forms(reader, addresses)):
        trial, record = Trial(reader, form, complete), NEW_OR_NOT.sub("", urlsplit(form.action).path)
        if record in found:
            trial.bear_as(found[record])
        else:
            trial.bear_all()
        found.setdefault(record, trial)
        trials.append(trial)
    return trials


def test_every_field_of_every_form_bears_what_nobody_means(reader, addresses, world):
    """And what forms took is read again on every page, all of it together."""
    trials = tried(reader, addresses, world)
    assert [fault for trial in trials for fault in trial.faults] == []
    assert sum(len(trial.names) for trial in trials) > 400
    # Of each field with each kind of value: so much was written, and not only refused.
    assert sum(len(names) for trial in trials for _kind, names in trial.saved) > 1_500
    assert {kind: pages_after(reader, trials, kind) for kind in LASTING} == dict.fromkeys(LASTING, READ_AGAIN_WELL)


def pages_after(reader, trials, kind):
    """How every page answers once all that forms take of a kind of value is written."""
    writing = [trial for trial in trials if trial.form.action.endswith(WRITING)]
    taken = [(trial, names) for trial in writing for of_kind, names in trial.saved if of_kind == kind]
    with transaction.atomic(), zeal_ignore():
        written = [write(reader, trial, kind, names, number) for number, (trial, names) in enumerate(taken)]
        # Beside what is taken for a double of what another form wrote.
        assert written.count(SAVED) > 30
        statuses = {path: reader.status_of(path) for path in READ_AGAIN}
        transaction.set_rollback(True)
    return statuses


def write(reader, trial, kind, names, number):
    """Save a form with a kind of value in some fields, and keep what it wrote: a form writes once for each key."""
    sent = trial.filled(dict.fromkeys(names, kind))
    key = {"one_time_key": [f"{number:020}"]} if "one_time_key" in sent else {}
    return reader.client.post(trial.form.action, sent | key).status_code


def parameters():
    """Every name that an address of a list, a calendar, a typeahead or a form reads."""
    own = {name for declared in record_types() if declared.filters for name in declared.filters.names()}
    others = "q page sort columns rows month as_of organisation person meeting day name with_whom next draft separator"
    return sorted(own | set(others.split()))


def test_every_parameter_of_every_address_bears_what_nobody_means(reader, addresses):
    """An address that looks at none of them is asked once."""
    found, names, reading = [], parameters(), set()
    for (name, path), kind in product(addresses.items(), ALL_AT_ONCE):
        if kind != ALL_AT_ONCE[0] and name not in reading:
            continue
        value = HOSTILE[kind]
        query = {parameter: [value[: LONGEST_ADDRESS // len(names)], value[:50]] for parameter in names}
        answer = reader.ask("get", path, query)
        if has_read(answer.wsgi_request):
            reading.add(name)
        if answer.status_code not in {*ANSWERS, 204, 403, 405}:
            found.append(f"{name} {kind}: {answer.status_code}")
    assert found == []
    assert len(reading) > 100


def has_read(request):
    """True where somebody looked at the parameters of a request: they are taken out of the address then."""
    return "GET" in vars(request)


@pytest.mark.parametrize("declared", [known for known in record_types() if known.filters], ids=lambda one: one.url)
def test_every_filter_bears_what_nobody_means_alone(reader, world, declared):
    names = [*declared.filters.names(), *OF_A_LIST]
    values = [value[:9_000] for value in (*HOSTILE.values(), "0", "")]
    for value in values:
        for name in taken_by(declared, reader.user, value):
            whole_list_of(declared, reader.user, {name: value})
    # Each name and each value on the page itself, too, if not all of them with one another.
    asked = [(name, values[place % len(values)]) for place, name in enumerate(names)]
    asked += [(names[place % len(names)], value) for place, value in enumerate(values)]
    statuses = {
        (name, value): reader.ask("get", declared.list_url(), {name: value}).status_code for name, value in asked
    }
    assert statuses == dict.fromkeys(statuses, 200)


def taken_by(declared, user, value):
    """The parameters of a list that take a value: what a filter refuses asks nothing of the database."""
    listing = whole_list_of(declared, user, dict.fromkeys(declared.filters.names(), value))
    form = listing.filters.form
    return [*(name for name in form.fields if name not in form.errors), *OF_A_LIST]


def whole_list_of(declared, user, query):
    """A list, found as for its page; its rows are drawn where that is asked for in some way."""
    listing = Listing(declared, user, QueryDict(urlencode(query)))
    if query.keys() & {*OF_A_LIST}:
        listing.drawn(picks=True)
    else:
        list(listing.ordered.values_list("pk")[: listing.page_size])
    listing.filters.laid_out()
    _drawn = listing.chips, str(listing.address), listing.page.last_url
    if not listing.total:
        listing.without_each()
    return listing


def test_page_that_is_none_is_the_nearest_there_is(client, rome_officer, world):
    client.force_login(rome_officer)
    answers = {page: client.get("/people/", {"page": page}) for page in ("-1", "0", "x", "9" * 20, "²")}
    shown = {page: (answer.status_code, answer.context["listing"].page.number) for page, answer in answers.items()}
    assert shown == dict.fromkeys(shown, (200, 1))


@pytest.mark.parametrize("path", ["/people/add/", "/meetings/log/", "/admin/territories/region/add/", "/search/"])
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({f"field{number}": "" for number in range(1_001)}, 400),
        ({"name": "a" * 2_500_001}, 413),
        ({"name": "a\x00b"}, 400),
        ({"na\x00me": "ab"}, 400),
    ],
    ids=["too many fields", "too long", "NUL", "NUL in a name"],
)
def test_what_no_page_could_use_is_refused_at_the_door(reader, path, sent, status):
    assert reader.ask("post", path, sent).status_code == status


@pytest.mark.parametrize("octets", ["%00", "%ed%a0%80", "%ff", "%C0%AF"])
@pytest.mark.parametrize("path", ["/people/?q=", "/admin/?q=", "/search/?q=", "/meetings/typeahead/?q=", "/people/"])
def test_address_that_cannot_be_read_is_refused(reader, path, octets):
    assert reader.ask("get", path + octets).status_code in {400, 404}


COUNTS = ("", "x", "-1", "99", "9" * 30, "²", LONG)


@pytest.mark.parametrize("prefix", ["promises", "heard"])
def test_count_of_lines_that_is_none_gets_a_sentence(reader, world, prefix):
    sent = {"with_whom": f"o{Association.objects.first().pk}", "said": "We talked.", "when": "now"}
    lines = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0", f"{prefix}-0-what": "Call"}
    statuses = {
        (name, count): reader.ask("post", "/meetings/log/", {**sent, **lines, f"{prefix}-{name}": count}).status_code
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        for count in COUNTS
    }
    assert {asked: status for asked, status in statuses.items() if status not in {200, 302}} == {}


# Checked by a grammar of their own.
NO_TEXT = {"email", "phone", "second_phone", "website", "tax_code", "vat_number", "postcode", "source_url"}
TEXTS = {
    "/associations/add/": (Association, {"communities": "PE"}),
    "/people/add/": (Person, {"citizenships": "PE"}),
    "/initiatives/add/": (Initiative, {"countries": "PE"}),
}


@pytest.mark.parametrize("path", TEXTS)
def test_text_is_stored_composed_and_without_marks_that_turn_it(client, rome_officer, world, path):
    model, chosen = TEXTS[path]
    client.force_login(rome_officer)
    [form] = [form for form in forms_of(path, client.get(path).content.decode()) if form.action == path]
    columns = {
        field.name: field for field in model._meta.fields if field.get_internal_type() in {"CharField", "TextField"}
    }
    texts = [name for name in form.typed if name in columns and not columns[name].choices and name not in NO_TEXT]
    sent = {**form.fields, **dict.fromkeys(texts, MARKED), **chosen, "province": str(Province.objects.first().pk)}
    assert client.post(path, {name: value for name, value in sent.items() if value}).status_code == 302
    stored = model.objects.latest("pk")
    assert {name: getattr(stored, name) for name in texts} == dict.fromkeys(texts, "Nu\u00f1ez")


@pytest.mark.parametrize("query", ["nunez", "NU\u00d1EZ", "nun\u0303ez", "\u202enunez"])
def test_a_name_typed_decomposed_is_found_however_it_is_written(client, rome_officer, query):
    client.force_login(rome_officer)
    client.post("/people/add/", {"given_names": "Rosa", "family_names": MARKED})
    person = Person.objects.latest("pk")
    assert (person.family_names, unicodedata.is_normalized("NFC", person.search_key)) == ("Nu\u00f1ez", True)
    assert 'data-total="1"' in client.get("/search/", {"q": query}).content.decode()


ANYTHING = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANYTHING)
def test_any_words_can_be_looked_for(reader, text):
    for path in ("/search/", "/people/find/", "/meetings/typeahead/", "/meetings/"):
        assert reader.ask("get", path, {"q": text}).status_code == 200
