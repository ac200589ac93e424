"""What an authenticator app on a phone computes (RFC 6238 with the algorithm of RFC 4226), by hand."""

import base64
import hmac
from datetime import datetime

STEP_SECONDS = 30


def code_at(secret: str, at: datetime) -> str:
    """Return the six digits that the phone shows at a moment."""
    step = int(at.timestamp()) // STEP_SECONDS
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
