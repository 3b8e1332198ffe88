"""Which files may be an institution's logo."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from console.institutions.logos import MOST_BYTES, NotALogo, Picture, read_logo


def picture(form: str, size: tuple[int, int] = (64, 32), mode: str = "RGB", **options: object) -> bytes:
    """Give the bytes of a picture as a drawing program saves it."""
    out = BytesIO()
    Image.new(mode, size, "teal").save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("JPEG", progressive=True, comment=b"x" * 300), "image/jpeg"),
        (picture("WEBP"), "image/webp"),
        (picture("WEBP", lossless=True), "image/webp"),
        (picture("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"), "image/webp"),
    ],
)
def test_a_picture_is_known_by_its_bytes(data: bytes, media: str) -> None:
    assert read_logo(data) == Picture(media, 64, 32)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        picture("GIF"),
        picture("BMP"),
        picture("PNG")[:20],
        picture("JPEG")[:30],
        b"\xff\xd8\xff" + b"\xff" * 100,
        b"\xff\xd8\xff\xe0\x00\x00" * 20,
        b"RIFF\0\0\0\0WEBPVP8L" + b"\0" * 20,
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(NotALogo) as refused:
        read_logo(data)
    assert refused.value.code == "type"


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotALogo) as refused:
        read_logo(picture("PNG") + b"\0" * MOST_BYTES)
    assert refused.value.code == "size"


def test_a_picture_with_too_many_pixels_is_refused() -> None:
    with pytest.raises(NotALogo) as refused:
        read_logo(picture("PNG", (2001, 1)))
    assert refused.value.code == "pixels"
