"""`plan links`: which links of a path are dead, moved or doubtful."""

from palaestra.app.cli.path_found import CurriculumId, Json, path_of, say, say_json


def links(curriculum: CurriculumId = "", as_json: Json = False) -> None:
    """Links that are dead, moved or suspicious. JSON: [{item, title, kind, was, now, reason}]."""
    from palaestra.app.cli.path_screen import link_lines, link_rows

    chosen = path_of(curriculum)
    rows = link_rows(chosen)
    if as_json:
        say_json(rows)
    else:
        say(link_lines(chosen, rows))
