"""What stands beside the day's work, quietly: days that matter, what returns, what is new, the close of the week.

Each is one line, and only there when there is something. What presses comes first; a day shows
four lines at most, since a page that lists everything asks for nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from palaestra.kit.catalogue import Catalogue
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.spans import heavy_weeks
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.standing import Plan

MOST = 4
MOST_DEADLINES = 3
SHORTEST_FOR_REWORK = 20
"""Minutes a day must have before an exercise is offered again."""
LEAST_ABSENCE_DAYS = 10
"""Fewer days without practice than this need no word."""
BACK_DAYS = 3
"""So many days after an absence it is asked whether one was away."""


@dataclass(frozen=True, slots=True)
class Also:
    """One quiet line. `kind`: back, deadline, close, return, new or rest."""

    kind: str
    title: str
    says: str
    command: str
    place: str
    """The page of the camp it leads to; empty when it leads nowhere."""


def around(folder: PracticeFolder, catalogue: Catalogue, plan: Plan, minutes: int) -> tuple[Also, ...]:
    """The lines for today, what presses first."""
    today = folder.today()
    near = deadlines(folder, today)
    lines = [*back(folder, today), *near[:MOST_DEADLINES], *close(folder), *returning(folder, catalogue, plan, minutes)]
    lines += [*heavy(folder), *news(plan)]
    return tuple(lines[:MOST])


def back(folder: PracticeFolder, today: date) -> list[Also]:
    """After days without practice that nobody called away: what becomes of the cards, and how to call them so."""
    gap = _gap(folder, today)
    if gap is None or len(Journal(folder).away_days(*gap)) == (gap[1] - gap[0]).days + 1:
        return []
    first, last = gap
    says = "What faded meanwhile is spread over a fortnight. If you were away, say so, and averages leave it out."
    command = f'palaestra away {first}..{last} "why"'
    return [
        Also("back", f"Back after {(last - first).days + 1} days", says, command, f"journal?away={first}..{last}#away")
    ]


def _gap(folder: PracticeFolder, today: date) -> tuple[date, date] | None:
    """The first and last day of the absence that ended within the last days, if there was a long one."""
    later = today
    while (today - later).days < BACK_DAYS:
        day = _day_before(folder, later)
        if not day:
            return None
        earlier = date.fromisoformat(day)
        if earlier < _begun(folder, today):
            return None
        if (later - earlier).days > LEAST_ABSENCE_DAYS:
            return earlier + timedelta(days=1), later - timedelta(days=1)
        later = earlier
    return None


def _day_before(folder: PracticeFolder, day: date) -> str:
    """The last day before one on which something was practised; empty when there is none."""
    done = "hidden = 0 AND +kind IN ('review', 'attempt', 'tick', 'explanation')"  # +: by day, not by kind
    queries = (
        f"SELECT day FROM events WHERE day < ? AND {done} ORDER BY day DESC LIMIT 1",
        "SELECT day FROM minutes WHERE day < ? ORDER BY day DESC LIMIT 1",
    )
    return max((row[0] for each in queries for row in folder.index().rows(each, [day.isoformat()])), default="")


def _begun(folder: PracticeFolder, today: date) -> date:
    """The day the log begins. Hours of before, taken in or said afterwards, are not days one has been away from."""
    first = folder.index().rows("SELECT MIN(time) FROM events")[0][0]
    return date.fromisoformat(first[:10]) - timedelta(days=1) if first else today  # a day west of Greenwich


def deadlines(folder: PracticeFolder, today: date) -> list[Also]:
    """Artefacts and meetings with a day that is near, soonest first."""
    if not folder.index().rows("SELECT 1 FROM events WHERE kind IN ('artefact', 'person') AND hidden = 0 LIMIT 1"):
        return []
    from palaestra.practice.writing.artefacts import Artefacts

    found = Artefacts(folder).deadlines(today)
    return [Also("deadline", each.title, each.says, each.command, each.place) for each in found]


def close(folder: PracticeFolder) -> list[Also]:
    """On Sunday, Monday and Tuesday: the week that nobody has written yet."""
    name = Weeks(folder).due()
    if not name:
        return []
    says = "Look at it, write a line, publish and commit it."
    return [Also("close", f"The week can be closed: {name}", says, f"palaestra week --week {name}", f"journal/{name}")]


def returning(folder: PracticeFolder, catalogue: Catalogue, plan: Plan, minutes: int) -> list[Also]:
    """This week's exercise or explanation that comes back, on a day long enough for it."""
    if minutes < SHORTEST_FOR_REWORK:
        return []
    from palaestra.practice.memory.offering import due_rework

    found = due_rework(folder, catalogue, plan=plan)
    if found is None:
        return []
    says = f"{found.says} About {found.minutes} min."
    return [Also("return", f"{found.title}, once more", says, "palaestra review --rework", "review")]


def news(plan: Plan) -> list[Also]:
    """What joined the path since the learner passed there."""
    found = plan.news
    if not found:
        return []
    module, box = found[0]
    title = box.resource.title if box else module.module.title
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    says = (
        f"It joined your path after you passed {module.module.title}{more}." if box else f"It joined your path{more}."
    )
    place = f"module/{module.module.id}"
    return [Also("new", f"New: {title}", says, f"palaestra plan why {module.module.id}", place)]


def heavy(folder: PracticeFolder) -> list[Also]:
    """After three weeks far above the target: that a lighter one costs nothing."""
    weeks = heavy_weeks(folder)
    if not weeks:
        return []
    hours = [f"{each.minutes / 60:.0f}" for each in weeks]
    target = f"{folder.settings.weekly_hours:g}"
    says = f"{', '.join(hours[:-1])} and {hours[-1]} h against {target}. A lighter week loses nothing; cards wait."
    return [Also("rest", "Three weeks well above your target", says, 'palaestra away today "rest"', "journal#away")]
