"""What the field app is answered (走访端应答): JSON as small as it can be, because somebody waits for it on a hill."""

from typing import Any, Final

from django.http import JsonResponse

_AS_SMALL_AS_CAN_BE: Final = {"ensure_ascii": False, "separators": (",", ":")}


def told(said: dict[str, Any], status: int = 200) -> JsonResponse:
    """Answer in JSON, Chinese characters as themselves."""
    return JsonResponse(said, status=status, json_dumps_params=_AS_SMALL_AS_CAN_BE)
