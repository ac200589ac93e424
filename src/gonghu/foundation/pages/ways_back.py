"""Where a browser is sent next (跳转): always to a page of this site."""

import unicodedata
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_LONGEST = 2_000


def local_target(target: str | None, otherwise: str) -> str:
    """
    Give a path of this site that somebody asked to go on to, or another if it leads anywhere else.

    Only ``/path?query#fragment`` counts: no host, no scheme, nothing that a browser may read as one.
    """
    if not target or len(target) > _LONGEST or not target.startswith("/"):
        return otherwise
    if target.startswith(("//", "/\\")) or "\\" in target:
        return otherwise
    if any(unicodedata.category(character)[0] in "CZ" for character in target):
        return otherwise
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else otherwise


def page_of(request: HttpRequest) -> str:
    """
    Give the path of the page that a request came from: for what a page asks in the background or sends, the page.

    The browser's word is taken only for a page of this site.
    """
    if request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers:
        return request.get_full_path()
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    parts = urlsplit(said)
    if parts.netloc != request.get_host():
        return "/"
    return local_target(f"{parts.path}?{parts.query}" if parts.query else parts.path, "/")
