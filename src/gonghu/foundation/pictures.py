"""
Photos as they are kept (照片处理): upright, at most 1600 pixels, and nothing but the picture.

Where and with what a photo was taken stands beside the picture in the file (GPS, EXIF, XMP), and photos of children's
homes are handed on. Saving the pixels anew leaves all of it behind (ASVS 5.0 V14.2.8).
"""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE: Final = 1600
MOST_PIXELS: Final = 60_000_000
"""More than the cameras of cheap telephones have, less than what fills the memory."""
TYPE: Final = "image/jpeg"
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_QUALITY: Final = 82
_DAMAGED: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class NotAPicture(ValueError):
    """The content is no photo that can be kept: another format, damaged, or too many pixels."""


def plain_picture(content: bytes) -> bytes:
    """
    Give a photo as it is kept: a JPEG of its pixels alone.

    :raises NotAPicture: it is none
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                _require_bearable(opened.width, opened.height)
                # A JPEG can be read at a fraction of its size, which is what large photos cost.
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                return _saved(opened)
    except UnidentifiedImageError as unknown:
        raise NotAPicture("不是照片，或不是 JPEG、PNG、WebP 格式；请用手机相机重拍") from unknown
    except _DAMAGED as damaged:
        raise NotAPicture("照片已损坏，请重拍") from damaged


def _require_bearable(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise NotAPicture(f"照片太大（{width}×{height}），请把相机分辨率调小后重拍")


def _saved(opened: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size, "white")
    # What is see-through is shown on white.
    shown = upright.convert("RGBA") if upright.mode in {"P", "LA", "PA", "RGBA"} else upright.convert("RGB")
    plain.paste(shown, mask=shown.getchannel("A") if shown.mode == "RGBA" else None)
    saved = io.BytesIO()
    plain.save(saved, "JPEG", quality=_QUALITY, optimize=True)
    return saved.getvalue()
