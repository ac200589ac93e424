"""
The shell of the field app (走访端外壳): one page without any fact about anybody, which a telephone keeps.

It opens without signing in, as it must offline; whatever it shows comes from the telephone's own sealed store.
"""

from pathlib import Path
from typing import Any, Final, cast

from csp.decorators import csp_replace
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from gonghu.interfaces.admission import View, open_to_everybody

ENTRY: Final = "src/field/main.ts"
WORKER: Final = "field/sw.js"
_POLICY: Final[dict[str, Any]] = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# A photo, a voice note and a position are asked for by whoever fills a form, never by the app.
_DEVICES: Final = "camera=(self), microphone=(self), geolocation=(self)"


def _under_own_policy(view: View) -> View:
    return cast("View", csp_replace(_POLICY)(view))


@require_safe
@_under_own_policy
@open_to_everybody("the app opens without a network and holds no fact about anybody")
def shell(request: HttpRequest) -> HttpResponse:
    """Show the app."""
    response = render(request, "field/shell.html", {"entry": ENTRY})
    response["Permissions-Policy"] = _DEVICES
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@open_to_everybody("the program that keeps the app on the telephone; it holds no fact about anybody")
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker; its address decides which pages it may answer for."""
    del request
    found = finders.find(WORKER)
    if not isinstance(found, str):
        raise Http404
    response = HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("field:shell")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@open_to_everybody("name and icons of the app, which the telephone reads when it is installed")
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Say what the app is called and where it begins."""
    del request
    here = reverse("field:shell")
    said = {
        "name": "共护走访",
        "short_name": "共护走访",
        "lang": "zh-CN",
        "id": here,
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#206bc4",
        "icons": list(_icons()),
    }
    response = JsonResponse(said)
    response["Content-Type"] = "application/manifest+json"
    response["Cache-Control"] = "no-cache"
    return response


def _icons() -> list[dict[str, str]]:
    return [
        {"src": static(f"field/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in (192, 512)
        if finders.find(f"field/icon-{size}.png")
    ]
