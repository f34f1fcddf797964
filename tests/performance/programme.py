"""The dashboard and the network, each with the bare SQL of its dearest questions."""

from tests.performance.pages import KEPT, MEETINGS, Page

LIVE = "p.stage IN ('idea', 'introduced', 'negotiating', 'agreed', 'active')"
IN_PERIOD = f"{MEETINGS} AND m.state = 'held' AND m.starts_at >= CURRENT_DATE - 360"
ASSOCIATIONS = f"FROM associations_organisation o WHERE o.face = 'association' AND o.{KEPT}"
PARTNERSHIPS = f"FROM partnerships_partnership p WHERE p.{KEPT}"
# On SQLite a day is text: what is compared has to be text too.
DAY_AGO = {"postgresql": "CURRENT_DATE - 360", "sqlite": "date('now', '-360 days')"}

DASHBOARD = (
    f"SELECT count(*) {IN_PERIOD}",
    "SELECT s.user_id, count(*) FROM contacts_meeting_staff s WHERE s.meeting_id IN"
    f" (SELECT m.id {IN_PERIOD}) GROUP BY 1",
    f"SELECT f.owner_id, count(*) FROM contacts_followup f WHERE f.done_at IS NULL AND f.{KEPT} GROUP BY 1",
    f"SELECT o.owner_id, count(*) {ASSOCIATIONS} GROUP BY 1",
    "SELECT c.country_id, count(*) FROM associations_organisation_communities c WHERE c.organisation_id IN"
    f" (SELECT o.id {ASSOCIATIONS}) GROUP BY 1",
    f"SELECT count(*) {ASSOCIATIONS} AND o.id IN (SELECT organisation_id FROM associations_organisationactivity"
    " WHERE last_held_on < CURRENT_DATE)",
    f"SELECT p.stage, count(*) {PARTNERSHIPS} GROUP BY 1",
    f"SELECT p.owner_id, count(*) {PARTNERSHIPS} AND {LIVE} GROUP BY 1",
    "SELECT f.origin, f.form, sum(f.pledged_eur), sum(f.committed_eur), sum(f.disbursed_eur)"
    f" FROM partnerships_fundingline f WHERE f.{KEPT} GROUP BY 1, 2",
    "SELECT s.to_stage, count(DISTINCT s.partnership_id) FROM partnerships_stagechange s GROUP BY 1",
    "SELECT s.from_stage, s.seconds_before FROM partnerships_stagechange s ORDER BY 1, 2",
    f"SELECT t.theme_id, count(*) FROM partnerships_partnership_themes t WHERE t.partnership_id IN"
    f" (SELECT p.id {PARTNERSHIPS} AND {LIVE}) GROUP BY 1",
    "SELECT o.province_id, count(DISTINCT a.partnership_id) FROM partnerships_participant a"
    f" JOIN associations_organisation o ON o.id = a.organisation_id WHERE a.{KEPT} GROUP BY 1",
)
NETWORK = (
    "SELECT a.organisation_id, b.organisation_id, count(*) FROM contacts_meeting_organisations a"
    " JOIN contacts_meeting_organisations b ON b.meeting_id = a.meeting_id AND b.organisation_id > a.organisation_id"
    f" WHERE a.meeting_id IN (SELECT m.id {MEETINGS} AND m.state = 'held') GROUP BY 1, 2",
    "SELECT a.organisation_id, b.organisation_id, count(DISTINCT a.person_id) FROM contacts_affiliation a"
    " JOIN contacts_affiliation b ON b.person_id = a.person_id AND b.organisation_id > a.organisation_id GROUP BY 1, 2",
    "SELECT a.organisation_id, b.organisation_id, count(DISTINCT a.partnership_id) FROM partnerships_participant a"
    " JOIN partnerships_participant b ON b.partnership_id = a.partnership_id"
    f" AND b.organisation_id > a.organisation_id WHERE a.{KEPT} AND b.{KEPT} GROUP BY 1, 2",
    f"SELECT o.id, o.name, o.face FROM associations_organisation o WHERE o.{KEPT} ORDER BY o.sort_key, o.id",
)


def programme(vendor: str) -> list[Page]:
    """Both pages, as a manager opens them; each takes all rows, so that it grows with them."""
    dashboard = tuple(line.replace(DAY_AGO["postgresql"], DAY_AGO[vendor]) for line in DASHBOARD)
    return [
        Page("dashboard", "/dashboard/", dashboard, times=4, queries=40, growth=10, on_sqlite=4, steers=True),
        Page("network", "/partnerships/network/", NETWORK, times=5, queries=10, growth=10, on_sqlite=4, steers=True),
    ]
