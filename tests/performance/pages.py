"""The pages that are measured, each with the bare SQL for the same rows and the same whole count, and its bounds.

Written by hand and not captured from the page, so that a page's own slow SQL cannot hide. Of several ways to ask, the
quickest found is taken: the set of keys for a count, row by row for a page.
"""

from dataclasses import dataclass

SIZE = 50
KEPT = "trashed_at IS NULL"

# How a user limited to Ecuador sees less: `BY_ROW` of the rows of one page, `AS_SET` of all rows.
SERVES = (
    "EXISTS (SELECT 1 FROM associations_organisation_communities s"
    " WHERE s.organisation_id = o.id AND s.country_id = 'EC')"
)
SEEN_ORGANISATION = f"o.{KEPT} AND (o.face = 'partner' OR {SERVES})"
CITIZENS = "SELECT z.person_id FROM contacts_person_citizenships z WHERE z.country_id = 'EC'"
MEMBERS = (
    "SELECT f.person_id FROM contacts_affiliation f JOIN associations_organisation o ON o.id = f.organisation_id"
    f" WHERE f.{KEPT} AND o.face = 'association' AND o.{KEPT} AND {SERVES}"
)
PEOPLE_BY_ROW = (
    f"(({CITIZENS} AND z.person_id = p.id LIMIT 1) IS NOT NULL"
    f" OR ({MEMBERS} AND f.person_id = p.id LIMIT 1) IS NOT NULL OR p.created_by_id = {{user}})"
)
PEOPLE_AS_SET = (
    f"p.id IN ({CITIZENS} UNION {MEMBERS} UNION SELECT id FROM contacts_person WHERE created_by_id = {{user}})"
)
WITH_ORGANISATIONS = (
    "SELECT w.meeting_id FROM contacts_meeting_organisations w JOIN associations_organisation o"
    f" ON o.id = w.organisation_id WHERE {SEEN_ORGANISATION}"
)
WITH_PEOPLE = (
    "SELECT a.meeting_id FROM contacts_participation a JOIN contacts_person p ON p.id = a.person_id"
    f" WHERE p.{KEPT} AND "
)
MEETINGS_BY_ROW = (
    f"(({WITH_ORGANISATIONS} AND w.meeting_id = m.id LIMIT 1) IS NOT NULL"
    f" OR ({WITH_PEOPLE}{PEOPLE_BY_ROW} AND a.meeting_id = m.id LIMIT 1) IS NOT NULL)"
)
MEETINGS_AS_SET = f"m.id IN ({WITH_ORGANISATIONS} UNION {WITH_PEOPLE}{PEOPLE_AS_SET})"

ASSOCIATIONS = f"FROM associations_organisation o WHERE o.face = 'association' AND o.{KEPT}"
PEOPLE = f"FROM contacts_person p WHERE p.{KEPT}"
OPEN = (
    "NOT EXISTS (SELECT 1 FROM contacts_meeting_confined_to c WHERE c.meeting_id = m.id AND NOT EXISTS"
    " (SELECT 1 FROM contacts_meeting_confined_to d WHERE d.meeting_id = c.meeting_id AND d.user_id = {user}))"
)
MEETINGS = f"FROM contacts_meeting m WHERE m.{KEPT} AND {OPEN}"


@dataclass(frozen=True)
class Page:
    """One address: its bare SQL (`{user}` is the reader's key), and its bounds."""

    name: str
    address: str
    bare: tuple[str, ...]
    # How many times the limit it may take, how many queries, how much more at full size than at a tenth, and how many
    # times as long on SQLite as on PostgreSQL.
    times: float = 4.5
    queries: int = 10
    growth: float = 1.2
    on_sqlite: float = 2.0
    limited: bool = False
    # Whether only who steers may open it.
    steers: bool = False
    # The name of the page that it may be hardly slower than.
    after: str = ""


@dataclass(frozen=True)
class Listing:
    """A list: the rows it shows, in what order, and how a user with a country limit sees fewer."""

    name: str
    address: str
    rows: str
    columns: str
    order: str
    reverse: str
    by_row: str
    as_set: str
    narrowed: str
    narrowing: str
    # What stands beside each row: SQL that takes the keys of the page's rows in place of {keys}.
    beside: tuple[str, ...] = ()
    joins: str = ""

    def measured(self) -> list[Page]:
        """First page, filtered and last, for a reader without and one with a limit."""
        return [page for limited in (False, True) for page in self.for_reader(limited)]

    def for_reader(self, limited: bool) -> list[Page]:
        reader, first = "EC" if limited else "all", f"{self.name}, first, {'EC' if limited else 'all'}"
        return [
            Page(first, self.address, self.asked(limited, self.order), limited=limited),
            Page(
                f"{self.name}, filtered, {reader}",
                f"{self.address}?{self.narrowed}",
                self.asked(limited, self.order, f" AND {self.narrowing}"),
                limited=limited,
            ),
            Page(
                f"{self.name}, last, {reader}",
                f"{self.address}?page=last",
                self.asked(limited, self.reverse),
                limited=limited,
                after=first,
            ),
        ]

    def asked(self, limited: bool, order: str, narrowing: str = "") -> tuple[str, ...]:
        """The rows with what is joined to them, what stands beside them, and how many there are in all."""
        letter, rows = self.columns[0], self.rows + narrowing
        by_row, as_set = (f" AND {self.by_row}", f" AND {self.as_set}") if limited else ("", "")
        joined = rows.replace(" WHERE ", f" {self.joins} WHERE ", 1)
        keys = f"(SELECT id FROM (SELECT {letter}.id {rows}{by_row} ORDER BY {order} LIMIT {SIZE}) page)"
        shown = f"SELECT {self.columns} {joined}{by_row} ORDER BY {order} LIMIT {SIZE}"
        counted = f"SELECT count(*) {rows}{as_set}"
        return (shown, *(line.replace("{keys}", keys) for line in self.beside), counted)


LISTS = (
    Listing(
        "associations",
        "/associations/",
        ASSOCIATIONS,
        "o.id, o.name, o.form, v.name, o.members, u.name, a.*",
        "o.sort_key, o.id",
        "o.sort_key DESC, o.id DESC",
        SERVES,
        SERVES,
        "community=EC",
        SERVES,
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
        "p.id, p.given_names, p.family_names, p.profession, p.to_complete, v.name",
        "p.sort_key, p.id",
        "p.sort_key DESC, p.id DESC",
        PEOPLE_BY_ROW,
        PEOPLE_AS_SET,
        "citizenship=PE",
        "EXISTS (SELECT 1 FROM contacts_person_citizenships y WHERE y.person_id = p.id AND y.country_id = 'PE')",
        beside=(
            "SELECT x.person_id, x.country_id FROM contacts_person_citizenships x WHERE x.person_id IN {keys}",
            "SELECT f.person_id, r.name_it, o.name FROM contacts_affiliation f JOIN associations_organisation o"
            " ON o.id = f.organisation_id JOIN contacts_affiliationrole r ON r.id = f.role_id"
            " WHERE f.trashed_at IS NULL AND o.trashed_at IS NULL AND f.person_id IN {keys}",
            "SELECT c.person_id, c.state FROM contacts_consent c WHERE c.purpose = 'contact'"
            " AND c.person_id IN {keys} ORDER BY c.id",
        ),
        joins="LEFT JOIN territories_province v ON v.id = p.province_id",
    ),
    Listing(
        "meetings",
        "/meetings/",
        MEETINGS,
        "m.id, k.name_it, m.starts_at, m.time_zone, m.state, m.title, m.place, m.headcount, v.name",
        "m.starts_at DESC, m.id DESC",
        "m.starts_at, m.id",
        MEETINGS_BY_ROW,
        MEETINGS_AS_SET,
        "state=planned",
        "m.state = 'planned'",
        beside=(
            "SELECT x.meeting_id, o.id, o.name, o.face FROM contacts_meeting_organisations x"
            " JOIN associations_organisation o ON o.id = x.organisation_id WHERE x.meeting_id IN {keys}"
            " ORDER BY o.sort_key",
            "SELECT x.meeting_id, u.name FROM contacts_meeting_staff x JOIN accounts_user u ON u.id = x.user_id"
            " WHERE x.meeting_id IN {keys} ORDER BY u.name",
        ),
        joins="LEFT JOIN territories_province v ON v.id = m.province_id"
        " JOIN contacts_meetingkind k ON k.id = m.kind_id",
    ),
)

# What the search page looks through, each in the order it shows.
SEARCHED = {
    "associations_organisation": "sort_key",
    "contacts_person": "sort_key",
    "contacts_meeting": "starts_at DESC",
    "contacts_followup": "id DESC",
    "partnerships_resource": "id DESC",
    "partnerships_partnership": "id DESC",
    "associations_initiative": "id DESC",
}
NAMES = ("associations_organisation", "contacts_person")
MOST_FOUND = 11


def holds(vendor: str, table: str, word: str) -> str:
    """The condition that a row's search key holds a word."""
    if vendor == "sqlite":
        return f"id IN (SELECT rowid FROM {table}_words WHERE {table}_words MATCH '\"{word}\"')"
    return f"search_key LIKE '%{word}%'"


def found(vendor: str, words: str) -> list[str]:
    """The bare SQL that finds words in each kind of record, and counts them."""
    lines = []
    for table, order in SEARCHED.items():
        conditions = " AND ".join(holds(vendor, table, word) for word in words.split())
        rows = f"FROM {table} WHERE {conditions} AND {KEPT}"
        lines += [f"SELECT * {rows} ORDER BY {order}, id LIMIT {MOST_FOUND}", f"SELECT count(*) {rows}"]
    return lines


def nearest(vendor: str, word: str) -> list[str]:
    """The bare SQL that finds names like a word: by its likeness, or by the letters in a row they share."""
    if vendor == "postgresql":
        return [
            "SET pg_trgm.word_similarity_threshold = 0.4",
            *(
                f"SELECT id, search_key, word_similarity('{word}', search_key) AS likeness FROM {table}"
                f" WHERE '{word}' <% search_key AND {KEPT} ORDER BY likeness DESC, id LIMIT {MOST_FOUND}"
                for table in NAMES
            ),
        ]
    shared = " OR ".join(f'"{word[start : start + 3]}"' for start in range(len(word) - 2))
    return [
        f"SELECT t.id, t.search_key FROM {table}_words w JOIN {table} t ON t.id = w.rowid"
        f" WHERE {table}_words MATCH '{shared}' AND t.{KEPT} ORDER BY w.rank LIMIT 300"
        for table in NAMES
    ]


def searches(vendor: str) -> list[Page]:
    """The search page for names, for a word of minutes, and for a name with a typing error."""
    bare = {
        "quispe": found(vendor, "quispe"),
        "núñez rosa": found(vendor, "nunez rosa"),
        "cooperativa": found(vendor, "cooperativa"),
        "guttierez": [*found(vendor, "guttierez"), *nearest(vendor, "guttierez")],
    }
    return [
        Page(f"search {words}", f"/search/?q={words}", tuple(lines), times=5, growth=1.5, queries=30, on_sqlite=3)
        for words, lines in bare.items()
    ]


def organisation(pk: int) -> Page:
    """The page of an organisation with fifty meetings."""
    bare = (
        "SELECT o.*, v.*, u.*, a.* FROM associations_organisation o LEFT JOIN territories_province v"
        " ON v.id = o.province_id LEFT JOIN accounts_user u ON u.id = o.owner_id LEFT JOIN"
        f" associations_organisationactivity a ON a.organisation_id = o.id WHERE o.id = {pk}",
        "SELECT c.* FROM associations_organisation_communities x JOIN territories_country c ON c.code = x.country_id"
        f" WHERE x.organisation_id = {pk}",
        "SELECT m.id, m.starts_at, m.time_zone, m.state, m.title, m.said, m.headcount, k.* FROM contacts_meeting m"
        " JOIN contacts_meeting_organisations w ON w.meeting_id = m.id JOIN contacts_meetingkind k ON k.id = m.kind_id"
        f" WHERE w.organisation_id = {pk} AND m.{KEPT} ORDER BY m.starts_at DESC, m.id DESC LIMIT 12",
        "SELECT f.*, p.given_names, p.family_names, r.* FROM contacts_affiliation f JOIN contacts_person p"
        " ON p.id = f.person_id JOIN contacts_affiliationrole r ON r.id = f.role_id"
        f" WHERE f.organisation_id = {pk} AND f.{KEPT} LIMIT 11",
        "SELECT f.*, u.name FROM contacts_followup f JOIN accounts_user u ON u.id = f.owner_id"
        f" WHERE f.organisation_id = {pk} AND f.{KEPT} LIMIT 60",
        "SELECT h.*, u.name FROM records_change h LEFT JOIN accounts_user u ON u.id = h.by_id WHERE h.model_label ="
        f" 'associations.organisation' AND h.record_id = {pk} ORDER BY h.at DESC LIMIT 12",
        "SELECT * FROM records_attachment WHERE model_label = 'associations.organisation'"
        f" AND record_id = {pk} AND {KEPT} LIMIT 10",
    )
    return Page("organisation, 50 meetings", f"/associations/{pk}/", bare, times=5.5, queries=15)


def typeahead(vendor: str) -> Page:
    """The typeahead of the meeting form: ten organisations and ten people, with where they are."""
    bare = (
        f"SELECT t.*, v.name FROM associations_organisation t LEFT JOIN territories_province v ON v.id = t.province_id"
        f" WHERE t.{holds(vendor, 'associations_organisation', 'qui')} AND t.{KEPT} ORDER BY t.sort_key, t.id LIMIT 10",
        f"SELECT t.*, v.name FROM contacts_person t LEFT JOIN territories_province v ON v.id = t.province_id"
        f" WHERE t.{holds(vendor, 'contacts_person', 'qui')} AND t.{KEPT} ORDER BY t.sort_key, t.id LIMIT 10",
    )
    return Page("typeahead qui", "/meetings/typeahead/?q=qui", bare, times=3)


def matching(pk: int) -> list[Page]:
    """Needs and offers at a glance, and the page of a need with the offers that fit it."""
    own = f"SELECT country_id FROM partnerships_resource_countries WHERE resource_id = {pk}"
    today = "(o.ends_on IS NULL OR o.ends_on >= CURRENT_DATE)"
    fitting = (
        "FROM partnerships_resource o JOIN partnerships_resource n"
        f" ON n.id = {pk} AND (o.theme_id = n.theme_id OR o.kind = n.kind) WHERE o.side = 'offer' AND o.state = 'open'"
        f" AND o.{KEPT} AND {today} AND EXISTS (SELECT 1 FROM partnerships_resource_countries c"
        f" WHERE c.resource_id = o.id AND c.country_id IN ({own}))"
    )
    keys = f"(SELECT o.id {fitting})"
    of_one = (
        f"SELECT o.*, g.name, g.province_id FROM partnerships_resource o JOIN associations_organisation g"
        f" ON g.id = o.organisation_id WHERE o.id IN {keys}",
        *(
            f"SELECT resource_id, {column} FROM partnerships_resource_{table} WHERE resource_id IN {keys}"
            for table, column in (
                ("countries", "country_id"),
                ("subdivisions", "subdivision_id"),
                ("provinces", "province_id"),
            )
        ),
    )
    needs = f"FROM partnerships_resource o WHERE o.side = 'need' AND o.state = 'open' AND o.{KEPT} AND {today}"
    best = "SELECT max(m.points) FROM partnerships_match m WHERE m.need_id = o.id AND m.state = 'proposed'"
    of_all = (
        f"SELECT count(*) {needs}",
        f"SELECT count(*) {needs.replace('need', 'offer', 1)}",
        f"SELECT o.*, ({best}) AS points {needs} ORDER BY points DESC LIMIT 25",
    )
    return [
        Page("need with its offers", f"/matching/needs/{pk}/", of_one, times=12, queries=35, growth=6),
        Page("matching", "/matching/", of_all, times=6, queries=20, growth=6),
    ]


def partnerships() -> list[Page]:
    """The list of partnerships and the board, for a reader without and one with a country limit."""
    return [page for limited in (False, True) for page in partnerships_of(limited)]


def partnerships_of(limited: bool) -> list[Page]:
    """For one of the two readers."""
    reader = "EC" if limited else "all"
    seen = (
        " AND EXISTS (SELECT 1 FROM partnerships_partnership_countries c"
        " WHERE c.partnership_id = p.id AND c.country_id = 'EC')"
    )
    rows = f"FROM partnerships_partnership p WHERE p.{KEPT}{seen if limited else ''}"
    live = f"{rows} AND p.stage IN ('idea', 'introduced', 'negotiating', 'agreed', 'active')"
    first = f"SELECT p.id {rows} ORDER BY p.stage_since DESC, p.id DESC LIMIT {SIZE}"
    lanes = f"SELECT p.id {live} ORDER BY p.stage_since DESC, p.id DESC LIMIT 150"
    money = "SELECT f.partnership_id, sum(f.committed_eur) FROM partnerships_fundingline f WHERE f.trashed_at IS NULL"
    listed = (
        f"SELECT p.*, u.name FROM partnerships_partnership p LEFT JOIN accounts_user u ON u.id = p.owner_id"
        f" WHERE p.id IN (SELECT id FROM ({first}) page)",
        *beside_partnerships(first),
        f"{money} AND f.partnership_id IN (SELECT id FROM ({first}) page) GROUP BY f.partnership_id",
        f"SELECT count(*) {rows}",
    )
    board = (
        f"SELECT p.id, p.stage, p.stage_since {live} ORDER BY p.stage_since DESC, p.id DESC",
        f"{money} AND f.partnership_id IN (SELECT p.id {live}) GROUP BY f.partnership_id",
        f"SELECT p.*, u.name FROM partnerships_partnership p LEFT JOIN accounts_user u ON u.id = p.owner_id"
        f" WHERE p.id IN (SELECT id FROM ({lanes}) page)",
        *beside_partnerships(lanes),
    )
    return [
        Page(f"partnerships, {reader}", "/partnerships/", listed, times=6, queries=12, growth=2, limited=limited),
        Page(f"board, {reader}", "/partnerships/board/", board, times=12, queries=15, growth=4, limited=limited),
    ]


def beside_partnerships(keys: str) -> tuple[str, ...]:
    """Who takes part in partnerships, and for which countries they are."""
    those = f"(SELECT id FROM ({keys}) page)"
    return (
        "SELECT t.partnership_id, t.role, o.name FROM partnerships_participant t JOIN associations_organisation o"
        f" ON o.id = t.organisation_id WHERE t.trashed_at IS NULL AND t.partnership_id IN {those}",
        "SELECT c.partnership_id, c.country_id FROM partnerships_partnership_countries c"
        f" WHERE c.partnership_id IN {those}",
    )
