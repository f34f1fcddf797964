"""The pages that are measured, each with the bare SQL for the same rows and the same whole count, and its bounds.

Written by hand and not captured from the page, so that a page's own slow SQL cannot hide.
"""

from dataclasses import dataclass, field

SIZE = 50
KEPT = "trashed_at IS NULL"
OPEN = (
    "NOT EXISTS (SELECT 1 FROM contacts_meeting_confined_to c WHERE c.meeting_id = m.id AND c.user_id <> {user})"
    " AND m.trashed_at IS NULL"
)
SEES_ASSOCIATION = (
    "EXISTS (SELECT 1 FROM associations_organisation_communities s"
    " WHERE s.organisation_id = o.id AND s.country_id = 'EC')"
)
SEES_PERSON = (
    "(EXISTS (SELECT 1 FROM contacts_person_citizenships z WHERE z.person_id = p.id AND z.country_id = 'EC')"
    " OR EXISTS (SELECT 1 FROM contacts_affiliation f JOIN associations_organisation o ON o.id = f.organisation_id"
    f" WHERE f.person_id = p.id AND f.trashed_at IS NULL AND o.face = 'association' AND o.{KEPT} AND {SEES_ASSOCIATION})"
    " OR p.created_by_id = {user})"
)
SEES_MEETING = (
    "(EXISTS (SELECT 1 FROM contacts_meeting_organisations w JOIN associations_organisation o"
    f" ON o.id = w.organisation_id WHERE w.meeting_id = m.id AND o.{KEPT}"
    f" AND (o.face = 'partner' OR {SEES_ASSOCIATION}))"
    " OR EXISTS (SELECT 1 FROM contacts_participation a JOIN contacts_person p ON p.id = a.person_id"
    f" WHERE a.meeting_id = m.id AND p.{KEPT} AND {SEES_PERSON}))"
)

ASSOCIATIONS = f"FROM associations_organisation o WHERE o.face = 'association' AND o.{KEPT}"
PEOPLE = f"FROM contacts_person p WHERE p.{KEPT}"
MEETINGS = f"FROM contacts_meeting m WHERE {OPEN}"


@dataclass(frozen=True)
class Page:
    """One address: its bare SQL (`{{user}}` is the reader's key), how many times the limit and how many queries it may take."""

    name: str
    address: str
    bare: tuple[str, ...]
    times: float = 4.5
    queries: int = 10
    limited: bool = False
    growth: float = 1.2


@dataclass(frozen=True)
class Listing:
    """A list: the rows it shows, in what order, and how a user with a country limit sees fewer."""

    name: str
    address: str
    rows: str
    columns: str
    order: str
    reverse: str
    sees: str
    narrowed: str
    narrowing: str
    # What stands beside each row: SQL that takes the keys of the page's rows in place of {keys}.
    beside: tuple[str, ...] = ()
    joins: str = ""
    pages: list[Page] = field(default_factory=list)

    def measured(self) -> list[Page]:
        """First page, filtered and last, for a reader without and one with a limit."""
        return [page for limited in (False, True) for page in self.for_reader(limited)]

    def for_reader(self, limited: bool) -> list[Page]:
        rows = f"{self.rows} AND {self.sees}" if limited else self.rows
        reader = "EC" if limited else "all"
        filtered = f"{rows} AND {self.narrowing}"
        first = (*self.select(rows, self.order), f"SELECT count(*) {rows}")
        last = (*self.select(rows, self.reverse), f"SELECT count(*) {rows}")
        narrow = (*self.select(filtered, self.order), f"SELECT count(*) {filtered}")
        return [
            Page(f"{self.name}, first, {reader}", self.address, first, limited=limited),
            Page(f"{self.name}, filtered, {reader}", f"{self.address}?{self.narrowed}", narrow, limited=limited),
            Page(f"{self.name}, last, {reader}", f"{self.address}?page=last", last, limited=limited),
        ]

    def select(self, rows: str, order: str) -> list[str]:
        """The rows with what is joined to them, and what stands beside them."""
        letter = self.columns[0]
        page = f"{rows} ORDER BY {order} LIMIT {SIZE}"
        joined = rows.replace(" WHERE ", f" {self.joins} WHERE ", 1)
        keys = f"(SELECT id FROM (SELECT {letter}.id {page}) page)"
        shown = f"SELECT {self.columns} {joined} ORDER BY {order} LIMIT {SIZE}"
        return [shown, *(line.replace("{keys}", keys) for line in self.beside)]


LISTS = (
    Listing(
        "associations",
        "/associations/",
        ASSOCIATIONS,
        "o.id, o.name, o.form, v.name, o.members, u.name, a.*",
        "o.sort_key, o.id",
        "o.sort_key DESC, o.id DESC",
        SEES_ASSOCIATION,
        "community=EC",
        SEES_ASSOCIATION,
        beside=(
            "SELECT x.organisation_id, x.country_id FROM associations_organisation_communities x"
            " WHERE x.organisation_id IN {keys}",
            "SELECT f.organisation_id, f.what, f.due_on FROM contacts_followup f WHERE f.done_at IS NULL"
            " AND f.trashed_at IS NULL AND f.organisation_id IN {keys}",
        ),
        joins="LEFT JOIN territories_province v ON v.id = o.province_id LEFT JOIN accounts_user u ON u.id = o.owner_id"
        " LEFT JOIN associations_organisationactivity a ON a.organisation_id = o.id",
    ),
    Listing(
        "people",
        "/people/",
        PEOPLE,
        "p.id, p.given_names, p.family_names, v.name",
        "p.sort_key, p.id",
        "p.sort_key DESC, p.id DESC",
        SEES_PERSON,
        "citizenship=PE",
        "EXISTS (SELECT 1 FROM contacts_person_citizenships y WHERE y.person_id = p.id AND y.country_id = 'PE')",
        beside=(
            "SELECT x.person_id, x.country_id FROM contacts_person_citizenships x WHERE x.person_id IN {keys}",
            "SELECT f.person_id, r.code, o.name FROM contacts_affiliation f JOIN associations_organisation o"
            " ON o.id = f.organisation_id JOIN contacts_affiliationrole r ON r.id = f.role_id WHERE f.person_id IN {keys}",
        ),
        joins="LEFT JOIN territories_province v ON v.id = p.province_id",
    ),
    Listing(
        "meetings",
        "/meetings/",
        MEETINGS,
        "m.id, k.code, m.starts_at, m.time_zone, m.state, m.title, v.name",
        "m.starts_at DESC, m.id DESC",
        "m.starts_at, m.id",
        SEES_MEETING,
        "state=planned",
        "m.state = 'planned'",
        beside=(
            "SELECT x.meeting_id, o.id, o.name, o.face FROM contacts_meeting_organisations x"
            " JOIN associations_organisation o ON o.id = x.organisation_id WHERE x.meeting_id IN {keys}",
        ),
        joins="LEFT JOIN territories_province v ON v.id = m.province_id JOIN contacts_meetingkind k ON k.id = m.kind_id",
    ),
)


def searches(vendor: str) -> list[Page]:
    """The search page for a name and for a word of minutes."""
    return [
        Page(f"search {word}", f"/search/?q={word}", tuple(found(vendor, word)), times=5, growth=1.5, queries=24)
        for word in ("quispe", "bancario")
    ]


def found(vendor: str, word: str) -> list[str]:
    """The bare SQL that finds a word in each kind of record."""
    tables = {
        "associations_organisation": "sort_key",
        "contacts_person": "sort_key",
        "contacts_meeting": "starts_at DESC",
    }
    lines = []
    for table, order in tables.items():
        holds = f"search_key LIKE '%{word}%'"
        if vendor == "sqlite":
            holds = f"id IN (SELECT rowid FROM {table}_words WHERE {table}_words MATCH '\"{word}\"')"
        rows = f"FROM {table} WHERE {holds} AND {KEPT}"
        lines += [f"SELECT id, search_key {rows} ORDER BY {order}, id LIMIT 11", f"SELECT count(*) {rows}"]
    return lines


def organisation(pk: int) -> Page:
    """The page of an organisation with fifty meetings."""
    bare = (
        f"SELECT * FROM associations_organisation WHERE id = {pk}",
        f"SELECT * FROM associations_organisationactivity WHERE organisation_id = {pk}",
        f"SELECT country_id FROM associations_organisation_communities WHERE organisation_id = {pk}",
        "SELECT m.id, m.kind_id, m.starts_at, m.said FROM contacts_meeting m JOIN contacts_meeting_organisations w"
        f" ON w.meeting_id = m.id WHERE w.organisation_id = {pk} ORDER BY m.starts_at DESC LIMIT 15",
        f"SELECT count(*) FROM contacts_meeting_organisations WHERE organisation_id = {pk}",
        "SELECT f.*, p.given_names, p.family_names FROM contacts_affiliation f JOIN contacts_person p"
        f" ON p.id = f.person_id WHERE f.organisation_id = {pk} LIMIT 11",
        f"SELECT * FROM contacts_followup WHERE organisation_id = {pk} LIMIT 11",
        "SELECT * FROM records_change WHERE model_label = 'associations.organisation'"
        f" AND record_id = {pk} ORDER BY at DESC LIMIT 15",
    )
    return Page("organisation, 50 meetings", f"/associations/{pk}/", bare, times=5.5, queries=15)


def typeahead(vendor: str) -> Page:
    """The typeahead of the meeting form."""
    return Page("typeahead qui", "/meetings/typeahead/?q=qui", tuple(found(vendor, "qui")[:4:2]), times=3)
