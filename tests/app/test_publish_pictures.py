"""Drawings on the published site: in a gallery, with a page each, and without what a camera wrote beside them."""

import struct
import zlib
from pathlib import Path

import pytest

from palaestra.app.cli.camp_publish import Wanted, edition_of
from palaestra.app.site.pictures import bare_picture
from palaestra.app.site.printing import Site, print_site
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.writing.artefacts import Artefacts
from tests.links import faults

SECRET = b"UNSPEAKABLE 51.5N 0.1W"


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png() -> bytes:
    """One black pixel, told about in four ways, with something after the end."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"tEXt", SECRET),
            chunk(b"eXIf", SECRET),
            chunk(b"iTXt", SECRET),
            chunk(b"IDAT", zlib.compress(b"\x00\x00")),
            chunk(b"IEND", b""),
            SECRET,
        ]
    )


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2) + content


def jpeg() -> bytes:
    told = [segment(0xE1, b"Exif\0\0" + SECRET), segment(0xED, SECRET), segment(0xFE, SECRET)]
    kept = [segment(0xE0, b"JFIF\0"), segment(0xE2, b"ICC_PROFILE\0")]
    scan = segment(0xDA, b"\x01") + b"\x12\x34\xff\x00\x56"
    return b"".join([b"\xff\xd8", *kept, *told, scan, b"\xff\xd9", SECRET])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    made = PracticeFolder.create(tmp_path / "palaestra")
    monkeypatch.setenv("PALAESTRA_HOME", str(made.root))
    return made


def draw(folder: PracticeFolder, title: str, place: str, content: bytes, state: str = "finished") -> None:
    path = folder.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    work = Artefacts(folder)
    work.to_state(work.begin("drawing", title, file=place).id, state)


def printed(*kinds: str) -> Site:
    return print_site(edition_of(list(kinds), Wanted()))


def test_finished_drawings_hang_in_a_gallery_and_tell_nothing_of_their_maker(folder: PracticeFolder) -> None:
    draw(folder, "Hand, left", "drawings/hand.png", png())
    draw(folder, "Hand, right", "drawings/right.jpeg", jpeg())
    draw(folder, "Foot", "drawings/foot.png", png(), "sketch")
    draw(folder, "Face", "private/face.png", png())
    site = printed("artefacts")
    assert sorted(name for name in site.files if "picture" in name) == [
        "artefacts/hand-left/picture.png",
        "artefacts/hand-right/picture.jpeg",
    ]
    page = site.files["writing/index.html"].decode()
    assert "2 drawings" in page
    assert page.count("<img") == 2
    assert 'alt="Hand, left"' in site.files["artefacts/hand-left/index.html"].decode()
    assert not any(b"UNSPEAKABLE" in each for each in site.files.values())
    assert faults(site.files) == []
    assert [name for name in printed("articles").files if "picture" in name] == []


def test_a_picture_stays_the_picture_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    (tmp_path / "b.jpg").write_bytes(jpeg())
    bare = bare_picture(tmp_path / "a.png") or b""
    assert [name for name in (b"IHDR", b"IDAT", b"IEND", b"tEXt", b"eXIf", b"iTXt") if name in bare] == [
        b"IHDR", b"IDAT", b"IEND"
    ]  # fmt: skip
    assert bare.endswith(chunk(b"IEND", b""))
    assert bare_picture(tmp_path / "b.jpg") == b"".join(
        [
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0"),
            segment(0xE2, b"ICC_PROFILE\0"),
            segment(0xDA, b"\x01"),
            b"\x12\x34\xff\x00\x56\xff\xd9",
        ]
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", b"no picture"), ("a.png", png()[:40]), ("a.jpg", jpeg()[:30]), ("a.jpg", png()), ("a.webp", b"RIFF")],
)
def test_what_cannot_be_made_bare_stays_at_home_and_the_reason_is_said(
    folder: PracticeFolder, name: str, content: bytes
) -> None:
    path = folder.root / name
    path.write_bytes(content)
    assert bare_picture(path) is None


def test_a_picture_left_out_is_named(folder: PracticeFolder) -> None:
    draw(folder, "Hand, left", "drawings/hand.webp", b"RIFF")
    assert printed("artefacts").held == ("the picture of “Hand, left”: only a PNG or JPEG of at most 10 MB travels",)


def test_lines_of_work_say_where_and_how_well(folder: PracticeFolder) -> None:
    work = Artefacts(folder)
    for kind, title, state, place, fields in (
        ("talk", "Bandits", "given", "Reading group, Lagos", {}),
        ("certificate", "HSK 4", "passed", "", {"issuer": "The institute", "level": "4"}),
        ("competition", "Capture the flag", "won", "Online", {"rank": "3", "of": "40"}),
        ("application", "MATS", "accepted", "MATS", {}),
    ):
        made = work.begin(kind, title, for_=place, fields=fields)
        work.to_state(made.id, state, answer="No.")
    page = printed("artefacts").files["writing/index.html"].decode()
    for line in (
        "Talk, given; Reading group, Lagos",
        "Certificate, passed; The institute; level 4",
        "won; Online; rank 3 of 40",
    ):
        assert line in page
    assert "MATS" not in page
