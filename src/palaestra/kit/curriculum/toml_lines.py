"""Where in a TOML text a value stands, so that a mistake in it can be shown with its line."""

import re
from collections.abc import Iterator

Place = tuple[str | int, ...]
"""The way to a value: `("stages", 1, "modules", 0, "title")`."""


def line_of(text: str, place: Place) -> int:
    """The line (from one) where a value of a TOML text stands, or the nearest table or key above it."""
    lines = text.splitlines()
    start, end, rest = _extent(lines, place)
    if not rest:
        return max(start, 1)
    key = re.compile(rf"\s*{re.escape(str(rest[0]))}\s*=")
    found = next((number for number in range(start + 1, end + 1) if key.match(lines[number - 1])), None)
    if found is None:
        return max(start, 1)
    if len(rest) > 1 and isinstance(rest[1], int) and "{" not in lines[found - 1]:
        items = [number for number in range(found + 1, end + 1) if lines[number - 1].lstrip().startswith(("{", '"'))]
        return items[rest[1]] if rest[1] < len(items) else found
    return found


def _extent(lines: list[str], place: Place) -> tuple[int, int, Place]:
    """First and last line of the innermost `[[table]]` around a place, and the place inside that table."""
    headers = list(_headers(lines))
    for length in range(len(place), 0, -1):
        for index, (number, at) in enumerate(headers):
            if at == place[:length]:
                end = headers[index + 1][0] - 1 if index + 1 < len(headers) else len(lines)
                return number, end, place[length:]
    return 0, headers[0][0] - 1 if headers else len(lines), place


def _headers(lines: list[str]) -> Iterator[tuple[int, Place]]:
    """Every `[[a.b]]` line with the place of the table it opens."""
    counts: dict[tuple[str, ...], int] = {}
    inside = False
    for number, line in enumerate(lines, 1):
        quotes = line.count('"""') + line.count("'''")
        header = None if inside else re.match(r"\s*\[\[([\w.\-]+)\]\]", line)
        inside = inside != (quotes % 2 == 1)
        if not header:
            continue
        names = tuple(header.group(1).split("."))
        counts[names] = counts.get(names, -1) + 1
        for deeper in [each for each in counts if each[: len(names)] == names and each != names]:
            del counts[deeper]
        place: Place = ()
        for length in range(1, len(names) + 1):
            place += (names[length - 1], counts.get(names[:length], 0))
        yield number, place
