"""A Markdown file of the learner's: front matter, title, tags, [[links]].

    read_markdown("---\\ntags: [goodhart]\\n---\\n# Proxies\\n\\nSee [[reward hacking|hacks]]. #measurement")
    # title "Proxies", tags ("goodhart", "measurement"), links (Link("reward hacking", "hacks", 6),)

What stands in code, in comments or in front matter is neither a tag nor a link.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

FRONT = re.compile(r"\A---[ \t]*\n(?P<words>.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
FENCE = re.compile(r"[ \t]*(?:[-*+>][ \t]+)?(`{3,}|~{3,})")
"""Opens or closes a block of code, also inside a list or a quotation."""
LINK = re.compile(r"\[\[(?P<target>[^\[\]|#\n]+)(?:#[^\[\]|\n]*)?(?:\|(?P<label>[^\[\]\n]+))?\]\]")
YES, NO = ("true", "yes", "on"), ("false", "no", "off")
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)|`[^`\n]+`|<!--.*?(?:-->|\Z)", re.DOTALL | re.MULTILINE
)
_TAG = re.compile(r"(?:(?<=\s)|^)#([A-Za-z][\w/-]{0,59})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Link:
    """A `[[target]]` or `[[target|label]]` and the line it stands on, counted from one."""

    target: str
    label: str
    line: int


@dataclass(frozen=True, slots=True)
class Written:
    """The parts of a Markdown text. `body` is without front matter and without the title."""

    title: str
    body: str
    front: Mapping[str, str] = field(default_factory=dict[str, str])
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def publish(self) -> bool | None:
        """What it says of itself about being published; None when nothing."""
        said = self.front.get("publish", "").lower()
        return True if said in YES else False if said in NO else None


def read_markdown(text: str, title: str = "") -> Written:
    """The parts of a Markdown text; its title is the one of the front matter, its first heading, or the one given."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    front = FRONT.match(text)
    words = _words(front["words"]) if front else {}
    rest = text[front.end() :] if front else text
    seen = _blanked(text)
    heading = re.match(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)", rest)
    found = words.get("title") or (heading[1] if heading else "") or title
    tags = [*re.findall(r"[\w/-]+", words.get("tags", "")), *_TAG.findall(seen)]
    links = [
        Link(each["target"].strip(), (each["label"] or each["target"]).strip(), seen.count("\n", 0, each.start()) + 1)
        for each in LINK.finditer(seen)
    ]
    body = rest[heading.end() :] if heading else rest
    return Written(found, body.strip(), words, tuple(dict.fromkeys(map(str.lower, tags))), tuple(links))


def linked(text: str, address: Callable[[str], str]) -> str:
    """The text with each `[[link]]` outside code as a Markdown link; one without an address keeps its words."""
    seen = _blanked(text, front=False)
    pieces: list[str] = []
    last = 0
    for each in LINK.finditer(seen):
        label = (each["label"] or each["target"].rpartition("/")[2]).strip()
        place = address(each["target"].strip())
        pieces += [text[last : each.start()], f"[{label}]({place})" if place else label]
        last = each.end()
    return "".join([*pieces, text[last:]])


def plain_words(text: str) -> str:
    """A body on one line as it is read aloud: no headings, code, comments, pictures, links or marks of emphasis."""
    words = linked(_CODE.sub(_spoken, text), lambda _: "")
    words = re.sub(r"^#.*$|^>[ \t]?|^[-*+][ \t]+|!\[[^\]]*\]\([^)]*\)", " ", words, flags=re.MULTILINE)
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`$|]|(?<!\w)_+|_+(?!\w)", r"\1", words).split())


def beginning(text: str, most: int = 180) -> str:
    """How a body begins, without its Markdown: one line for a list."""
    return shortened(plain_words(text), most)


def shortened(words: str, most: int) -> str:
    """Whole words up to so many characters."""
    return words if len(words) <= most else f"{words[:most].rpartition(' ')[0]} …"


def lines_and_code(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Every line, and whether it is code between fences (the fences included)."""
    fence = ""
    for line in lines:
        found = FENCE.match(line)
        mark = found[1] if found else ""
        yield line, bool(fence or mark)
        if not fence:
            fence = mark
        elif mark.startswith(fence) and line.strip() == mark:
            fence = ""


def _blanked(text: str, front: bool = True) -> str:
    """The text with code, comments and front matter as spaces: every place stays where it was."""
    if front:
        text = FRONT.sub(_spaces, text, count=1)
    return _CODE.sub(_spaces, text)


def _spaces(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _spoken(found: re.Match[str]) -> str:
    """Code within a line is a word, unlike a block of it or a comment."""
    return found[0].strip("`") if found[0].startswith("`") and "\n" not in found[0] else " "


def _words(front: str) -> dict[str, str]:
    """`key: value` lines; everything else of the front matter is the learner's own business."""
    lines = (line for line in front.splitlines() if ":" in line and not line.startswith((" ", "\t", "#")))
    pairs = (line.partition(":") for line in lines)
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}
