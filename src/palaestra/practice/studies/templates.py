"""What a new study starts as: a tiny question that runs at once, to be replaced piece by piece.

The example is regressional Goodhart (Manheim and Garrabrant 2018): pick the best of
n answers by a noisy score, and see how much of the score's gain is real.
"""

MANIFEST = """\
# A study: a question, what you predict, and what would change your mind.
# `palaestra study freeze {name}` keeps all of it by hash before the first full run.

title = {title}
question = {question}
builds_on = [{builds_on}]
exercises = []        # whole ids such as "bandits/ucb1": with --mine your own code runs there

[units]               # what each measurement counts
score_gain = "standard deviations"
true_gain = "standard deviations"
kept = "share of the score's gain"
across = "answers to choose from"
across-at = "choices"

[[hypotheses]]
id = "the-score-promises-too-much"
says = "With noise as strong as the signal, half of the score's gain is real, on average over the numbers of answers."
band = [0.45, 0.55]
because = "The expected truth given a score is score / (1 + noise^2), a half when noise is 1."
would_change_my_mind = "A share outside 0.45 to 0.55 whose whole interval lies outside."
sure = 80             # in percent: how sure you are that it holds

[[hypotheses]]
id = "choosing-still-helps"
says = "The best of 64 by the noisy score is truly better than one drawn at random, by at least one half."
band = [0.5, inf]
because = "Half of the 2.4 x 1.4 standard deviations that the best score of 64 stands out."
would_change_my_mind = "A true gain below one half."
sure = 90
control = {{ noise = 20.0 }}
"""

EXPERIMENT = '''\
"""Best of n by a noisy score: how much of what the score gains is real?

Replace this by your own question. What must stay: Config with SMALL and FULL, SEEDS,
run(config, seed), and one @claim for each hypothesis in study.toml.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval
{imports}

@dataclass(frozen=True)
class Config:
    """noise: standard deviation of the score's error; the truth has 1. draws: how often each choice is made."""

    draws: int = 2_000
    noise: float = 1.0
    choices: tuple[int, ...] = (2, 4, 8, 16, 32, 64)


SMALL, FULL = Config(draws=200), Config()
SEEDS = {{"small": 4, "full": 20}}


def run(config: Config, seed: int) -> dict[str, Any]:
    """For each number of answers: the gain in score and in truth of the one with the best score."""
    score_gain, true_gain = [], []
    for n in config.choices:
        draw = stream(seed, "answers", n)
        truth = draw.standard_normal((config.draws, n))
        score = truth + config.noise * draw.standard_normal((config.draws, n))
        best = (np.arange(config.draws), score.argmax(axis=1))
        score_gain.append(score[best].mean())
        true_gain.append(truth[best].mean())
    return {{
        "score_gain": score_gain,
        "true_gain": true_gain,
        "kept": np.divide(true_gain, score_gain),
    }}


@claim("the-score-promises-too-much")
def share_kept(result: Result) -> Interval:
    return mean_interval(result["kept"].mean(axis=1))


@claim("choosing-still-helps")
def gain_of_the_best(result: Result) -> Interval:
    return mean_interval(result["true_gain"][:, -1])
'''

PAPER = """\
# {title}

{author}

{{{{ registration }}}}

## Question

{question}

*Why it matters, and to whom. What is known.*

Choosing by a measure of the truth gains less truth than the measure says: regressional Goodhart[^1].

## Method

*What was varied, what was measured, and why this measures the question.*

The expected truth behind a score $s$ is

$$\\mathbb{{E}}[t \\mid s] = \\frac{{s}}{{1 + \\sigma^2}}$$

when the score is the truth plus noise of standard deviation $\\sigma$.

{{{{ config }}}}

## Hypotheses

{{{{ table:hypotheses }}}}

## Results

With noise as strong as the signal:

- of the score's gain, {{{{ result:the-score-promises-too-much.value }}}} was real \
({{{{ interval:the-score-promises-too-much }}}}, n = {{{{ n:the-score-promises-too-much }}}} seeds): \
{{{{ verdict:the-score-promises-too-much }}}};
- the best by score was truly better by {{{{ interval:choosing-still-helps }}}}: \
{{{{ verdict:choosing-still-helps }}}}.

{{{{ figure:true_gain "What the best by score is truly worth, over the number of answers" }}}}

{{{{ figure:kept "The share of the score's gain that is real" }}}}

## Limits

*What this cannot show, and which assumption you would break first.*

## What failed

*What you tried that did not work, and what it taught.*

## References

[^1]: Manheim and Garrabrant 2018, Categorizing variants of Goodhart's law.
"""

ASKS = frozenset(line for line in PAPER.splitlines() if line.startswith("*") and line.endswith("*"))
"""The questions a paper begins with; a printed one leaves out those that still stand as they were."""

README = """\
# {title}

{question}

    palaestra study run {name}            a small run, while you build: exploratory, and counted
    palaestra study freeze {name}         the hypotheses, the code and the seeds are kept by hash
    palaestra study run {name} --full     the registered run: confirmed, refuted or undecided
    palaestra study paper {name}          printed/paper.html and printed/paper.pdf

`study.toml` holds the question and the hypotheses, `experiments/main.py` the experiment, `paper.md` the paper,
`frozen.json` what was registered (with every amendment), `printed/` what was made from them.

Something you need to learn for this goes on the plan with its reason:

    palaestra plan add "conformal prediction" --because "its intervals need it" --for {name}

Handed in, whatever comes of it:

    palaestra artefact new submission "{plain}" --file studies/{name}/printed/paper.pdf
"""

ITEMS = """\
# Things for a person to judge blind: `palaestra judge {name}` shuffles them, swaps sides and hides where each is from.

question = "Which answer is better?"
ties = true           # "neither" is an answer
repeat = 0.2          # this share is shown twice, to see whether you agree with yourself

[[pairs]]
id = "1"
a = "First text."
b = "Second text."
from_a = "model one"  # shown only at the end
from_b = "model two"
"""
