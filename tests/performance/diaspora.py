"""The map of the diaspora and where it comes from, each with the bare SQL of the same rows."""

from typing import Any

from midla.dashboards.scale_population import CODE, LAST_YEAR
from tests.performance.pages import ASSOCIATIONS, KEPT, PEOPLE, Page
from tests.performance.programme import DAY_AGO, IN_PERIOD

COMMUNITIES = "('BO', 'CO', 'EC', 'PE')"
OF_VINTAGE = (
    "FROM territories_populationfigure f WHERE f.province_id IS NOT NULL"
    f" AND f.vintage_id = (SELECT id FROM territories_vintage WHERE code = '{CODE}')"
)
WITH_ACTIVITY = (
    "FROM associations_organisation o LEFT JOIN associations_organisationactivity a ON a.organisation_id = o.id"
    f" WHERE o.face = 'association' AND o.{KEPT} AND o.province_id IS NOT NULL"
)
FOUND = (
    "count(*), sum(CASE WHEN a.last_met_on >= CURRENT_DATE - 360 THEN 1 ELSE 0 END),"
    " sum(CASE WHEN a.in_partnership THEN 1 ELSE 0 END)"
)
DIASPORA = (
    f"SELECT DISTINCT f.year {OF_VINTAGE} AND f.sex = 'T' ORDER BY 1 DESC",
    f"SELECT f.year, f.citizenship_id, f.sex, f.province_id, f.residents {OF_VINTAGE}"
    f" AND f.year IN ({LAST_YEAR}, {LAST_YEAR - 5}) AND f.sex IN ('T', 'F') AND f.citizenship_id IN {COMMUNITIES}",
    "SELECT v.*, r.* FROM territories_province v JOIN territories_region r ON r.id = v.region_id",
    f"SELECT o.province_id, {FOUND} {WITH_ACTIVITY} GROUP BY 1",
    f"SELECT o.province_id, c.country_id, {FOUND} "
    + WITH_ACTIVITY.replace(
        " WHERE", " JOIN associations_organisation_communities c ON c.organisation_id = o.id WHERE", 1
    )
    + " GROUP BY 1, 2",
    f"SELECT o.province_id, count(*) FROM associations_organisation o WHERE o.face = 'partner' AND o.{KEPT} GROUP BY 1",
    "SELECT o.province_id, u.name, count(*) "
    + ASSOCIATIONS.replace(" WHERE", " JOIN accounts_user u ON u.id = o.owner_id WHERE", 1)
    + " GROUP BY 1, 2",
)
BESIDE = (
    f"SELECT p.province_id, count(*) {PEOPLE} AND p.id IN (SELECT z.person_id FROM contacts_person_citizenships z"
    f" WHERE z.country_id IN {COMMUNITIES}) GROUP BY 1",
    f"SELECT m.province_id, count(*) {IN_PERIOD} GROUP BY 1",
)
FROM_WHERE = (
    " JOIN associations_organisation_origin_subdivisions w ON w.organisation_id = o.id"
    " JOIN territories_subdivision s ON s.id = w.subdivision_id"
    " JOIN territories_province v ON v.id = o.province_id WHERE"
)
NAMED = "SELECT w.organisation_id FROM associations_organisation_origin_subdivisions w"
ORIGINS = (
    "SELECT s.code, s.name, s.country_id, v.code, v.name, count(*) "
    + ASSOCIATIONS.replace(" WHERE", FROM_WHERE, 1)
    + " GROUP BY 1, 2, 3, 4, 5",
    f"SELECT o.province_id, count(*) {ASSOCIATIONS} AND o.id IN ({NAMED}) GROUP BY 1",
    f"SELECT count(*) {ASSOCIATIONS} AND o.province_id IS NOT NULL AND o.id NOT IN ({NAMED})",
)
ORIGINS_OF_PEOPLE = (
    "SELECT s.code, s.name, s.country_id, v.code, v.name, count(*) FROM contacts_person p"
    " JOIN territories_subdivision s ON s.id = p.origin_subdivision_id"
    " JOIN territories_province v ON v.id = p.province_id"
    f" WHERE p.{KEPT} GROUP BY 1, 2, 3, 4, 5",
    f"SELECT count(*) {PEOPLE} AND p.origin_subdivision_id IS NULL AND p.province_id IS NOT NULL",
)


def diaspora(vendor: str) -> list[Page]:
    """The map of the diaspora and the flows of where it comes from, as an officer opens them."""
    bounds: dict[str, Any] = {"times": 6, "growth": 10, "on_sqlite": 4}
    found, beside = (
        tuple(line.replace(DAY_AGO["postgresql"], DAY_AGO[vendor]) for line in lines) for lines in (DIASPORA, BESIDE)
    )
    return [
        Page("diaspora", "/diaspora/", found, queries=20, **bounds),
        Page("diaspora, people", "/diaspora/?measure=people", (*found, *beside), queries=20, **bounds),
        Page("origins", "/diaspora/origins/", ORIGINS, queries=10, **bounds),
        Page("origins of people", "/diaspora/origins/?measure=people", ORIGINS_OF_PEOPLE, queries=10, **bounds),
    ]
