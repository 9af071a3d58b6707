"""Cards in the terminal: one at a time, keys only, the next interval beside each grade."""

import contextlib
import time
from typing import Any

import click
import typer

from palaestra.app.cli.terminal import answers_at_a_terminal, paragraphs
from palaestra.app.views.formulas import without_tex
from palaestra.app.views.plainly import many
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.today import answered_today, room_for_cards
from palaestra.practice.memory.recall import Asked, Choice, Recall, preview

SHOW = (" ", "\r", "\n")


def listed(recall: Recall, limit: int | None) -> list[dict[str, Any]]:
    """The due cards as JSON values, with what each grade would lead to."""
    now = recall.folder.now()
    return [
        {
            "id": each.card.id,
            "question": each.card.question,
            "answer": each.card.answer,
            "new": each.is_new,
            "due": each.state.due if each.state else None,
            "choices": {
                str(rating): {"name": choice.name, "due": choice.due, "says": choice.says}
                for rating, choice in preview(each.state, each.card.id, now).items()
            },
        }
        for each in recall.due(limit)
    ]


def answer_one(recall: Recall, card_id: str, rating: int) -> str:
    """Keep one answer given on the command line; a sentence saying when the card returns."""
    state, now = recall.state(card_id), recall.folder.now()
    card = recall.card(card_id)
    event = recall.review(card.id, rating)
    says = preview(state, card.id, now)[rating].says
    lines = [f"{card.id} returns in {says} (kept as {event.id}).", *_reached(recall), "next: palaestra review"]
    return "\n".join(lines)


def _reached(recall: Recall) -> list[str]:
    """What the answers completed: a state once reached is an event of its own."""
    from palaestra.app.making import record_states

    with contextlib.suppress(Refusal):  # a path that cannot be read costs no answer; `plan` tells
        return record_states(recall.folder)
    return []


def sit(recall: Recall, limit: int | None) -> None:
    """Ask the due cards at the keyboard; without a terminal, list them."""
    if not answers_at_a_terminal():
        due = recall.due(limit)
        for each in due:
            typer.echo(paragraphs(f"{each.card.id}: {without_tex(each.card.question)}"))
        return typer.echo("next: palaestra review --json" if due else "Nothing is due.\nnext: palaestra today")
    Sitting(recall, limit).run()


class Sitting:
    """One sitting: `given` are the reviews kept so far, for undoing."""

    def __init__(self, recall: Recall, limit: int | None) -> None:
        self.recall = recall
        self.limit = limit
        self.given: list[str] = []
        self.back: str = ""
        self.told = False

    def run(self) -> None:
        """Until nothing is due, the limit is reached or q is pressed; at the share of the day it asks once."""
        typer.echo("space shows the answer, 1-4 grade it, u takes the last grade back, r rests it, q ends\n")
        while True:
            asked = self._next()
            if asked is None or not self._ask(asked) or not self._goes_on():
                break
        count = len(self.given)
        typer.echo(f"\n{many(count, 'card')} answered.")
        for line in _reached(self.recall) if count else ():
            typer.echo(paragraphs(line))
        typer.echo("next: palaestra today")

    def _goes_on(self) -> bool:
        """Once, when as many cards are answered as the day has room for: a place to stop."""
        room = room_for_cards(self.recall.folder.settings.minutes)
        if self.limit is not None or self.told or answered_today(self.recall) < room or not self.recall.due(1):
            return True
        self.told = True
        if len(self.given) > 1:
            typer.echo("Enough cards for today; the others keep. space goes on, q ends")
            return _key((*SHOW, "q")) != "q"
        return True

    def _next(self) -> Asked | None:
        if self.back:
            card, self.back = self.recall.card(self.back), ""
            return Asked(card, self.recall.state(card.id))
        if self.limit is not None and len(self.given) >= self.limit:
            return None
        due = self.recall.due(1)
        return due[0] if due else None

    def _ask(self, asked: Asked) -> bool:
        """One card; False when the learner wants to end."""
        began = time.monotonic()
        typer.echo(paragraphs(without_tex(asked.card.question)))
        key = _key((*SHOW, "r", "u", "q"))
        if key in SHOW:
            typer.echo(f"\n{paragraphs(without_tex(asked.card.answer))}\n")
            choices = preview(asked.state, asked.card.id, self.recall.folder.now())
            typer.echo("   ".join(_button(choice) for choice in choices.values()))
            key = _key(("1", "2", "3", "4", "r", "u", "q"))
        if key == "q":
            return False
        if key == "u":
            self._undo()
        elif key == "r":
            self._rest(asked)
        else:
            self.given.append(self.recall.review(asked.card.id, int(key), time.monotonic() - began).id)
            if self.recall.is_apart(asked.card.id):
                self._offer(asked)
        typer.echo("")
        return True

    def _rest(self, asked: Asked) -> None:
        self.recall.folder.log.append("card", card=asked.card.id, does="rest")
        self.recall = self.recall.without(asked.card.id)
        typer.echo(f"at rest; back with: palaestra card join {asked.card.id}")

    def _offer(self, asked: Asked) -> None:
        """A card that keeps slipping away: said once, at the moment it is set apart."""
        from palaestra.practice.memory.keeping import decide

        lapses = (asked.state.lapses if asked.state else 0) + 1
        typer.echo(
            paragraphs(f"\nThis one has slipped away {lapses} times, so it is set apart: its wording may be at fault.")
        )
        typer.echo("r rests it, k asks it on, any other key leaves it for `palaestra card list --leeches`")
        typer.echo(paragraphs(f'Rewrite it: palaestra card override {asked.card.id} --answer "..."'))
        key = _key(("r", "k", "q", *SHOW, "1", "2", "3", "4"))
        if key == "r":
            self._rest(asked)
        if key == "k":
            decide(self.recall.folder, asked.card.id)

    def _undo(self) -> None:
        undone = self.recall.undo(self.given.pop()) if self.given else None
        self.back = undone.subject if undone else ""
        typer.echo("taken back" if undone else "nothing to take back in this sitting")


def _key(allowed: tuple[str, ...]) -> str:
    while True:
        try:
            key = click.getchar()
        except (EOFError, KeyboardInterrupt):
            return "q"
        if key in ("\x03", "\x04", "\x1b"):
            return "q"
        if key.lower() in allowed:
            return key.lower()


def _button(choice: Choice) -> str:
    return f"{choice.rating} {choice.name} ({choice.says})"
