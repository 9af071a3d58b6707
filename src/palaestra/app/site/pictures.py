"""A drawing's picture on the published site, without what a camera writes beside it: place, time, device.

Sources of the formats: ITU-T T.81 (JPEG), annex B; PNG specification, third edition, chapter 5.
"""

from pathlib import Path

JPEG, PNG = (".jpg", ".jpeg"), (".png",)
SUFFIXES = (*JPEG, *PNG)
KEPT_SEGMENTS = (0xE0, 0xE2, 0xEE)
"""Of a JPEG's application segments: JFIF, the colour profile, Adobe's colour transform."""
TOLD_CHUNKS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
"""PNG chunks that tell of the maker, not of the picture."""
LARGEST = 10_000_000


def bare_picture(path: Path) -> bytes | None:
    """The picture without what tells of its maker; None where that cannot be done, or it is larger than 10 MB."""
    if path.suffix.lower() not in SUFFIXES or not path.is_file() or path.stat().st_size > LARGEST:
        return None
    data = path.read_bytes()
    try:
        return _bare_jpeg(data) if path.suffix.lower() in JPEG else _bare_png(data)
    except (IndexError, ValueError):
        return None


def _bare_jpeg(data: bytes) -> bytes:
    """Segments up to the scan, each marker FF xx with its length; from the scan on as it is, up to the end mark."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    kept, at = [data[:2]], 2
    while data[at + 1] != 0xDA:
        if data[at] != 0xFF:
            raise ValueError("no marker where one belongs")
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4])
        is_told = (0xE0 <= marker <= 0xEF and marker not in KEPT_SEGMENTS) or marker == 0xFE
        kept += [] if is_told else [data[at:end]]
        at = end
    last = data.rfind(b"\xff\xd9")
    if last < at:
        raise ValueError("no end")
    return b"".join([*kept, data[at : last + 2]])


def _bare_png(data: bytes) -> bytes:
    """Chunks of length, name, content and check sum; whatever follows the last one is dropped."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("no PNG")
    kept, at, name = [data[:8]], 8, b""
    while name != b"IEND":
        name, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4])
        if len(name) < 4 or end > len(data):
            raise ValueError("cut short")
        kept += [] if name in TOLD_CHUNKS else [data[at:end]]
        at = end
    return b"".join(kept)
