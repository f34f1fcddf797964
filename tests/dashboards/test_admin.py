"""The results framework and donor reports in the admin: the same rules as on the site, no bytes of files."""

import pytest

from midla.dashboards.models import Indicator, Report
from midla.records.actions import edit
from tests.admin_forms import as_sent
from tests.factories.dashboards import IndicatorFactory, ReportFactory, ReportFileFactory, TargetFactory

ADMIN = "/admin/dashboards/"


@pytest.fixture
def issued(db, manager):
    """A report with one file, issued."""
    report = ReportFactory(title="Half a year")
    ReportFileFactory(report=report, content=b"SECRETBYTES", digest="ab" * 32)
    return edit(report, by=manager, values={"state": "issued", "issued_at": "2026-07-01T00:00:00Z"})


def test_an_issued_report_does_not_change_in_the_admin(client, issued, administrator):
    client.force_login(administrator)
    address = f"{ADMIN}report/{issued.pk}/change/"
    answer = client.post(address, as_sent(client, address, title="Other"))
    assert "does not change any more" in answer.content.decode()
    assert Report.objects.get().title == "Half a year"


def test_an_issued_report_does_not_go_to_the_trash_with_others(client, issued, administrator):
    other = ReportFactory()
    client.force_login(administrator)
    picked = {"action": "move_to_trash", "_selected_action": [issued.pk, other.pk]}
    answer = client.post(f"{ADMIN}report/", picked, follow=True)
    assert "An issued report is kept" in answer.content.decode()
    assert Report.objects.kept().count() == 2


def test_files_are_named_and_never_given_out(client, issued, administrator):
    client.force_login(administrator)
    file = issued.files.get()
    for page in (f"{ADMIN}reportfile/", f"{ADMIN}reportfile/{file.pk}/change/", f"{ADMIN}report/{issued.pk}/change/"):
        text = client.get(page).content.decode()
        assert "ab" * 32 in text
        assert "SECRETBYTES" not in text


def test_an_indicator_names_a_figure_that_exists(client, db, administrator):
    known = IndicatorFactory(code="associations_met")
    client.force_login(administrator)
    address = f"{ADMIN}indicator/add/"
    words = {f"{name}_{code}": "x" for name in ("name", "definition") for code in ("it", "es", "en", "fr")}
    values = as_sent(client, address, **words, aim=known.aim_id, verification="meetings", active="on")
    answer = client.post(address, {**values, "code": "counted"})
    assert "No figure has this name" in answer.content.decode()
    assert client.post(address, {**values, "code": "meetings_held"}).status_code == 302
    assert Indicator.objects.filter(code="meetings_held", name_it="x").exists()


def test_a_second_target_is_refused_in_the_admin_too(client, db, administrator):
    target = TargetFactory()
    client.force_login(administrator)
    address, period = f"{ADMIN}target/add/", {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    answer = client.post(address, as_sent(client, address, **period, indicator=target.indicator_id, value="5"))
    assert answer.status_code == 200
    assert "There is a target for this indicator and period" in answer.content.decode()
