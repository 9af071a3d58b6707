"""Twenty simulated learners over a year at 20 and 60 minutes a day: who gets where, and what recall costs them.

    python scripts/simulate_learners.py             the report (about three minutes), into docs/decisions/
    python scripts/simulate_learners.py --tune      the defaults under trial, one changed at a time, on other seeds

The figures are those of docs/decisions/0007-recall-defaults.md. Seeds for tuning
and for the report differ, so that the report says what the chosen defaults do for
learners they were not chosen on.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from palaestra.practice.memory import leeches, schedule, simulation
from palaestra.practice.memory.simulation import Habits, Year, live_a_year

REPORT = Path(__file__).parent.parent / "docs" / "decisions" / "0007-recall-defaults.json"
TUNING_SEEDS, REPORT_SEEDS = range(0, 8), range(100, 120)
JOINS = (0, 0, 8, 22)
"""Cards a module that a learner takes in beside the core ones: half take none, some all of a full deck."""
STATES = simulation.STATES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tune", action="store_true")
    if parser.parse_args().tune:
        return tune()
    began = time.perf_counter()
    found = {str(minutes): summary(population(minutes, REPORT_SEEDS)) for minutes in (20, 60)}
    REPORT.write_text(
        json.dumps({"learners": len(REPORT_SEEDS), "days": simulation.YEAR, "minutes": found}, indent=1) + "\n"
    )
    for minutes, words in found.items():
        show(f"{minutes} minutes a day", words)
    print(f"{time.perf_counter() - began:.0f} s; written to {REPORT}")


def population(minutes: int, seeds: Sequence[int], **changes: Any) -> list[Year]:
    """A year of each learner; every seed is the same person whatever the habits under trial."""
    years: list[Year] = []
    for seed in seeds:
        joins = Random(seed * 7919).choice(JOINS)
        years.append(live_a_year(replace(Habits(minutes=minutes, joins=joins), **changes), seed))
    return years


def summary(years: Sequence[Year]) -> dict[str, Any]:
    """The figures of one population."""
    modules = simulation.STAGES * simulation.MODULES
    held = [each for year in years for rows in year.held.values() for each in rows]
    answers = sorted(each for year in years for each in year.answers)
    minutes = sorted(each for year in years for each in year.minutes)
    reworks = sum((year.reworks for year in years), Counter[str]())
    return {
        "modules": modules,
        "reached": {state: spread([len(year.reached.get(state, ())) for year in years]) for state in STATES},
        "by_quarter": {
            state: [round(mean(sum(day < end for day in year.reached.get(state, ())) for year in years), 1)
                    for end in (91, 182, 273, 365)]
            for state in STATES
        },
        "first_solid_day": spread([year.reached["solid"][0] for year in years if year.reached.get("solid")]),
        "answers_a_day": {"median": at(answers, 0.5), "p95": at(answers, 0.95), "most": answers[-1]},
        "card_minutes_a_day": {"median": round(at(minutes, 0.5), 1), "p95": round(at(minutes, 0.95), 1),
                               "most": round(minutes[-1], 1)},
        "worst_day_after_absence": max(max(year.after_absence, default=0) for year in years),
        "overdue_at_the_end_of_a_day": {"median": at(sorted(w for y in years for w in y.waiting), 0.5),
                                        "p95": at(sorted(w for y in years for w in y.waiting), 0.95)},
        "retention": {"target": schedule.RETENTION, "reached": round(sum(held) / len(held), 4), "n": len(held)},
        "true_recall_at_the_end": round(mean(year.known for year in years), 4),
        "cards_met": spread([year.met for year in years]),
        "set_apart_a_year": round(mean(year.apart for year in years), 1),
        "set_apart_rightly": round(sum(y.rightly for y in years) / max(1, sum(y.apart for y in years)), 2),
        "answers_to_cards_with_lapses": share_by_lapses(years),
        "reworks_a_year": {name: round(count / len(years), 1) for name, count in sorted(reworks.items())},
    }  # fmt: skip


def share_by_lapses(years: Sequence[Year]) -> dict[str, float]:
    """The share of a year's day-later answers that went to cards with at least so many lapses."""
    counts = Counter[int]()
    for year in years:
        for lapses, rows in year.held.items():
            counts[lapses] += len(rows)
    whole = sum(counts.values())
    return {str(least): round(sum(n for k, n in counts.items() if k >= least) / whole, 4) for least in (2, 4, 6, 8)}


def tune() -> None:
    """One default changed at a time."""
    trials: list[tuple[str, Callable[[], None], dict[str, Any]]] = [("defaults", lambda: None, {})]
    trials += [(f"new_cards {n}", lambda: None, {"new_cards": n}) for n in (3, 12, 20)]
    trials += [(f"share {share:.2f}", lambda: None, {"cards_share": share}) for share in (0.2, 0.5)]
    trials += [(f"retention {r}", lambda r=r: aim_at(r), {}) for r in (0.85, 0.93)]
    trials += [(f"leech {n}", lambda n=n: setattr(leeches, "LAPSES", n), {}) for n in (4, 8, 99)]
    retention, lapses = schedule.RETENTION, leeches.LAPSES
    for minutes in (20, 60):
        for name, prepare, changes in trials:
            prepare()
            row = summary(population(minutes, TUNING_SEEDS, **changes))
            aim_at(retention)
            leeches.LAPSES = lapses
            print(
                f"{minutes} min  {name:14}  passed {row['reached']['passed']['median']:4}"
                f"  solid {row['reached']['solid']['median']:4}  met {row['cards_met']['median']:5}"
                f"  answers {row['answers_a_day']['median']:3} / {row['answers_a_day']['p95']:3}"
                f"  minutes {row['card_minutes_a_day']['median']:4} / {row['card_minutes_a_day']['p95']:4}"
                f"  overdue {row['overdue_at_the_end_of_a_day']['p95']:3}"
                f"  recalled {row['retention']['reached']:.3f}  at the end {row['true_recall_at_the_end']:.3f}"
                f"  apart {row['set_apart_a_year']:4} ({row['set_apart_rightly']:.0%} rightly)"
                f"  lapsed6+ {row['answers_to_cards_with_lapses']['6']:.3f}",
                flush=True,
            )


def aim_at(retention: float) -> None:
    """Schedule for another retention, in this process."""
    schedule.RETENTION = retention
    schedule._scheduler.cache_clear()  # pyright: ignore[reportPrivateUsage]


def show(title: str, words: dict[str, Any]) -> None:
    print(f"\n{title}, {words['modules']} modules on the path")
    for state in STATES:
        each, quarters = words["reached"][state], words["by_quarter"][state]
        print(f"  {state:10}  median {each['median']}, {each['low']} to {each['high']}; by quarter {quarters}")
    for name in list(words)[list(words).index("first_solid_day") :]:
        print(f"  {name}  {words[name]}")


def spread(values: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "low": min(values), "high": max(values)} if values else {}


def at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def mean(values: Any) -> float:
    return statistics.fmean(values)


if __name__ == "__main__":
    main()
