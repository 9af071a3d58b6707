"""The links of a path as plain text: what is known of them, and what a look at each found."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from palaestra.app.cli.terminal import columns, folded
from palaestra.app.views.plainly import said
from palaestra.kit.curriculum import Correction, Curriculum
from palaestra.practice.path.links import Checked, Link


def link_lines(curriculum: Curriculum, rows: list[dict[str, str]]) -> Iterator[str]:
    """Each doubtful link with its reason, then corrected texts of the source."""
    for row in rows:
        yield columns(row["title"], said(row["kind"]))
        yield f"  was  {row['was']}"
        yield f"  now  {row['now'] or 'no other address known'}"
        yield folded(row["reason"], 7)
        yield ""
    texts: list[Correction] = [
        each for _, _, resource in curriculum.every_resource() for each in resource.corrections if each.kind == "text"
    ]
    for each in texts:
        yield folded(f"{each.was}: {each.now or 'open'}. {each.reason}", 0, 2)
    if not rows:
        yield "No link of this path is known to be dead, moved or doubtful."
    yield folded("These were found by hand; --check looks at every link now. Tell us of others on our issues page.")
    yield f"next: palaestra plan show {curriculum.id}"


def checked_json(found: Checked, two_titled: Sequence[Sequence[Link]]) -> dict[str, object]:
    """What a look at each link found, the fine ones too."""
    return {
        "checked": len(found.looks),
        "asked": found.asked,
        "offline": found.offline,
        "links": [
            {
                "item": link.item,
                "title": link.title,
                "url": link.url,
                "verdict": look.verdict,
                "says": look.says,
                "now": look.now,
                "day": look.day,
            }
            for link, look in found.looks
        ],
        "two_titled": [[asdict(each) for each in group] for group in two_titled],
    }


def checked_lines(curriculum: Curriculum, found: Checked, two_titled: Sequence[Sequence[Link]]) -> Iterator[str]:
    """Every link that is not fine, and posts that carry two titles."""
    if found.offline:
        yield folded("Nobody answered: this machine seems to be offline. Nothing was kept; earlier looks are.")
        yield f"next: palaestra plan links {curriculum.id} --check"
        return
    for link, look in found.found:
        yield columns(link.title, look.verdict)
        yield f"  {link.url}"
        yield from ([f"  now  {look.now}"] if look.now else [])
        yield folded(f"{look.says}, seen {look.day}", 2)
        yield ""
    for group in two_titled:
        yield folded(f"One post, {len(group)} titles: {', '.join(f'“{each.title}”' for each in group)}", 0, 2)
        yield f"  {group[0].url}"
        yield ""
    counts = Counter(look.verdict for _, look in found.looks)
    said = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    yield folded(f"{len(found.looks)} links: {said or 'none'} ({found.asked} asked now, the others this month).")
    yield f"next: palaestra plan links {curriculum.id}"
