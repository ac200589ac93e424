"""Whether the site lives and is ready (存活与就绪), for whatever watches over it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gonghu.foundation.pages.readiness import what_is_missing
from gonghu.interfaces.desk.admission import open_to_everybody


@require_safe
@open_to_everybody("a load balancer asks it; it tells nothing")
def livez(_request: HttpRequest) -> HttpResponse:
    """Say that requests are answered."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@open_to_everybody("a load balancer asks it; it tells only which part is missing")
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say whether everything that pages need is there; 503 while it is not."""
    wrong = what_is_missing()
    return JsonResponse({"ready": not wrong, "missing": sorted(wrong)}, status=503 if wrong else 200)
