"""Addresses of the desk (工作台网址)."""

from django.urls import include, path

from gonghu.interfaces.desk import language

app_name = "desk"

urlpatterns = [
    path("", include("gonghu.interfaces.desk.home.urls")),
    path("", include("gonghu.interfaces.desk.signing_in.urls")),
    path("", include("gonghu.interfaces.desk.demonstration.urls")),
    path("language", language.choose_language, name="language"),
    path("divisions/", include("gonghu.interfaces.desk.divisions.urls")),
    path("tasks/", include("gonghu.interfaces.desk.tasks.urls")),
    path("children/", include("gonghu.interfaces.desk.children.urls")),
    path("visits/", include("gonghu.interfaces.desk.visits.urls")),
    path("holidays/", include("gonghu.interfaces.desk.holidays.urls")),
    path("sweeps/", include("gonghu.interfaces.desk.sweeps.urls")),
    path("findings/", include("gonghu.interfaces.desk.findings.urls")),
    path("recognitions/reviews/", include("gonghu.interfaces.desk.reviews.urls")),
    path("recognitions/", include("gonghu.interfaces.desk.recognitions.urls")),
    path("applications/", include("gonghu.interfaces.desk.printing.urls")),
    path("applications/", include("gonghu.interfaces.desk.applications.urls")),
    path("benefits/", include("gonghu.interfaces.desk.applications.benefit_urls")),
    path("takeovers/", include("gonghu.interfaces.desk.takeovers.urls")),
    path("", include("gonghu.interfaces.desk.insurance.urls")),
    path("", include("gonghu.interfaces.desk.payrolls.urls")),
    path("runs/", include("gonghu.interfaces.desk.runs.urls")),
    path("", include("gonghu.interfaces.desk.dashboard.urls")),
    path("review/", include("gonghu.interfaces.desk.review.urls")),
    path("rosters/", include("gonghu.interfaces.desk.rosters.urls")),
    path("questionnaires/", include("gonghu.interfaces.desk.questionnaires.urls")),
    path("filters/", include("gonghu.interfaces.desk.saved_filters.urls")),
    path("", include("gonghu.interfaces.desk.search.urls")),
    path("workforce/", include("gonghu.interfaces.desk.workforce.urls")),
    path("organisations/", include("gonghu.interfaces.desk.organisations.urls")),
    path("accounts/", include("gonghu.interfaces.desk.accounts.urls")),
    path("grants/", include("gonghu.interfaces.desk.grants.urls")),
    path("emergencies/", include("gonghu.interfaces.desk.emergencies.urls")),
    path("telephones/", include("gonghu.interfaces.desk.telephones.urls")),
    path("privacy/", include("gonghu.interfaces.desk.privacy.urls")),
    path("", include("gonghu.interfaces.desk.ledger.urls")),
    path("audit/", include("gonghu.interfaces.desk.audit.urls")),
]
