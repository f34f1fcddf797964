"""What takes too long for a page. Arguments hold keys, never what was written."""

from django_tasks import task

from midla.dashboards.models import Report
from midla.dashboards.reporting.printing import store_prints


@task()
def print_report(report_id: int) -> None:
    """Make the PDF of an issued report; does nothing where it is there already."""
    report = Report.objects.issued().filter(pk=report_id).first()
    if report is not None:
        store_prints(report)
