"""The addresses of pages that only read, and of what a new office does first."""

from django.urls import URLPattern, URLResolver, include, path

from midla.accounts.access import requires
from midla.accounts.permissions import Permission
from midla.dashboards.records import ReportType, TargetType
from midla.dashboards.views import (
    beginning,
    diaspora,
    diaspora_file,
    home,
    origins,
    population,
    programme,
    reports,
    results,
    targets,
)
from midla.records.list_urls import list_paths
from midla.records.urls import record_paths

app_name = "dashboards"

target_pages = record_paths(TargetType, add=targets.TargetCreate, edit=targets.TargetEdit)

report_pages = [
    path("<int:pk>/preview/", reports.ReportPreview.as_view(), name="report-preview"),
    path("<int:pk>/issue/", reports.ReportIssue.as_view(), name="report-issue"),
    path("<int:pk>/edition/", reports.ReportEdition.as_view(), name="report-edition"),
    path("<int:pk>/print/", reports.ReportPrint.as_view(), name="report-print"),
    path("<int:pk>/file/", reports.ReportDownload.as_view(), name="report-file"),
    *list_paths(ReportType, reports.ReportList),
    *record_paths(ReportType, add=reports.ReportCreate, detail=reports.ReportDetail, edit=reports.ReportEdit),
]

results_pages: list[URLPattern | URLResolver] = [
    path("", results.Results.as_view(), name="results"),
    path("results.csv", results.ResultsFile.as_view(file_format="csv"), name="results-csv"),
    path("results.xlsx", results.ResultsFile.as_view(file_format="xlsx"), name="results-xlsx"),
    path("iati.xml", requires(Permission.STEER)(reports.iati), name="iati"),
    path("targets/", include(target_pages)),
    path("donor/", include(report_pages)),
]

urlpatterns = [
    path("", requires(Permission.VIEW)(home.home), name="home"),
    path("diaspora/", requires(Permission.VIEW)(diaspora.diaspora), name="diaspora"),
    path("diaspora/origins/", requires(Permission.VIEW)(origins.origins), name="diaspora-origins"),
    path("diaspora/export.csv", diaspora_file.DiasporaFile.as_view(file_format="csv"), name="diaspora-csv"),
    path("diaspora/export.xlsx", diaspora_file.DiasporaFile.as_view(file_format="xlsx"), name="diaspora-xlsx"),
    path("diaspora/<str:code>/", requires(Permission.VIEW)(diaspora.province_page), name="diaspora-province"),
    path("import/population/", population.PopulationImport.as_view(), name="population-import"),
    path("import/population/<int:file>/", population.PopulationFilePage.as_view(), name="population-file"),
    path("dashboard/", requires(Permission.STEER)(programme.dashboard), name="dashboard"),
    path("first-steps/public-bodies/", requires(Permission.USERS)(beginning.public_bodies), name="public-bodies"),
    path("demo/remove/", requires(Permission.USERS)(beginning.demo_remove), name="demo-remove"),
    path("reports/", include(results_pages)),
]
