"""The feed (RSS 2.0) of weeks and articles, and the map of the site."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from palaestra.app.site.content import Entry

MOST = 50
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def rss(site: str, title: str, says: str, entries: Iterable[Entry]) -> bytes:
    """The newest entries first. A day is said as its midnight: RSS knows no day without a time."""
    newest = sorted(entries, key=lambda each: (each.day, each.place, each.anchor), reverse=True)[:MOST]
    items = "".join(_item(site, each) for each in newest)
    return (
        f'{_XML}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{_text(title)}</title>\n<link>{_text(site)}/</link>\n"
        f"<description>{_text(says or 'Weeks and articles.')}</description>\n<language>en</language>\n"
        f'<atom:link href={quoteattr(site + "/feed.xml")} rel="self" type="application/rss+xml"/>\n'
        f"{items}</channel>\n</rss>\n"
    ).encode()


def site_map(site: str, files: Iterable[str]) -> bytes:
    """Every page, by its whole address."""
    places = sorted(f"{site}/{name.removesuffix('index.html')}" for name in ("index.html", *files))
    lines = "".join(f"<url><loc>{_text(each)}</loc></url>\n" for each in dict.fromkeys(places))
    return f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'.encode()


def _item(site: str, entry: Entry) -> str:
    link = f"{site}/{entry.place}/" + (f"#{entry.anchor}" if entry.anchor else "")
    return (
        f"<item>\n<title>{_text(entry.title)}</title>\n<link>{_text(link)}</link>\n"
        f'<guid isPermaLink="true">{_text(link)}</guid>\n<pubDate>{_midnight(entry.day)}</pubDate>\n'
        f"<description>{_text(entry.says)}</description>\n</item>\n"
    )


def _midnight(day: date) -> str:
    return format_datetime(datetime.combine(day, time(), UTC), usegmt=True)


def _text(text: str) -> str:
    """Text as XML holds it: control characters are not allowed in it at all."""
    return escape("".join(each for each in text if each in "\t\n" or (ord(each) >= 32 and each not in "\ufffe\uffff")))
