"""Checks of bandits/ucb1: games whose moves follow from the rule, whoever plays them."""

import math

import numpy as np

from palaestra.kit.checks import statement
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [  # (c, what each arm pays at each of its pulls, steps)
    (1.0, [[1.0], [0.0]], 12),
    (2.0, [[0.5], [0.4], [0.6]], 25),
    (math.sqrt(2.0), [[0.0, 1.0], [1.0, 0.0, 0.0]], 30),
    (0.1, [[0.0, 1.0, 1.0], [0.3], [0.2]], 40),
    (3.0, [[1.0], [1.0], [1.0], [0.0]], 30),
    (0.5, [[0.25], [0.75], [0.75]], 60),
]


def draw(rng):
    arms = int(rng.integers(2, 6))
    pays = [rng.random(int(rng.integers(1, 5))).tolist() for _ in range(arms)]  # unrounded: no ties to round apart
    return float(rng.choice([0.1, 0.5, 1.0, 2.0])), pays, 24


def answer(room, given):
    c, pays, steps = given
    return game(room, len(pays), c, pays, steps)


def game(room, arms, c, pays, steps):
    """The moves of a game in which arm k pays `pays[k]` over and over, one entry a pull."""
    policy, counts, moves = room.UCB1(arms, c), [0] * arms, []
    for _ in range(steps):
        arm = int(policy.select(no_chance(room)))
        policy.update(arm, pays[arm][counts[arm] % len(pays[arm])])
        counts[arm] += 1
        moves.append(arm)
    return moves


def no_chance(room):
    return room.Draws(0.5, 0.5, np.random.default_rng(0))


def played(says, room, c, pays, want, source):
    moves = game(room, len(pays), c, pays, len(want))
    shown = f"UCB1(arms={len(pays)}, c={c:g}), paid {pays}: moves {moves}"
    return statement(says, moves == want, shown, want, source)


@rung("each-arm-once")
def each_arm_once(room):
    yield played("four arms, then no arm left out", room, 2.0, [[0.0]] * 4, [0, 1, 2, 3], "untried arms are infinite")
    yield played("even if the first pays well", room, 0.1, [[9.0], [0.0], [0.0]], [0, 1, 2, 0], "then the best mean")


@rung("exploits")
def exploits(room):
    want = [0, 1, 2] + [1] * 10
    yield played("the better mean wins", room, 1e-6, [[0.2], [0.9], [0.5]], want, "c near 0 leaves only the means")
    want = [0, 1, 0, 0, 1, 1, 1, 1]
    yield played("the mean, not the total", room, 1e-6, [[0.9, 0.1, 0.1], [0.4]], want, "means 0.9, 0.5, 0.37 by hand")


@rung("explores")
def explores(room):
    moves = game(room, 2, 1.0, [[0.6], [0.4]], 200)
    tries = moves.count(1)
    says = "the worse of two close arms is tried again and again, though less and less"
    yield statement(
        says, 20 < tries < 90 and 1 in moves[-60:], f"{tries} of 200 pulls", "between 20 and 90", "the rule"
    )


@rung("by-hand")
def by_hand(room):
    # c = 1, arm 0 pays 1, arm 1 pays 0. At t = 2: bounds 1.83, 0.83, so 0. At t = 3: 1.74, 1.05. At t = 4: 1.68, 1.18.
    # Arm 1 is next when sqrt(ln t) exceeds 1 + sqrt(ln t / (t - 1)): first at t = 10, where 1.517 > 1 + 0.506.
    want = [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    yield played("one pays 1, the other 0", room, 1.0, [[1.0], [0.0]], want, "by hand, step by step")
    policy = room.UCB1(2)
    for arm, reward in [(0, 1.0), (1, 0.0)] + [(0, 1.0)] * 5:
        policy.update(arm, reward)
    chosen = int(policy.select(no_chance(room)))
    says = "with the usual c = sqrt(2), seven pulls in: bounds 1.81 and 1.97"
    yield statement(says, chosen == 1, chosen, 1, "by hand, 1 + sqrt(2 ln 7 / 6) and sqrt(2 ln 7)")


@rung("select-changes-nothing")
def select_changes_nothing(room):
    policy = room.UCB1(3, 1.0)
    asked = [int(policy.select(no_chance(room))) for _ in range(3)]
    yield statement("asking does not count as pulling", asked == [0, 0, 0], asked, [0, 0, 0], "select changes nothing")
    for arm in (2, 1, 2):
        policy.update(arm, 1.0)
    chosen = int(policy.select(no_chance(room)))
    yield statement("after arms 2, 1, 2 the untried arm 0 is next", chosen == 0, chosen, 0, "untried arms come first")


@mistake("greedy-after-all")
class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.values, self.pulls = np.zeros(arms), np.zeros(arms)

    def select(self, draws):
        return int(np.argmax(np.where(self.pulls == 0, np.inf, self.values)))

    def update(self, arm, reward):
        self.pulls[arm] += 1
        self.values[arm] += (reward - self.values[arm]) / self.pulls[arm]


@mistake("bound-kept-from-the-last-pull")
class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.values, self.pulls, self.bounds = np.zeros(arms), np.zeros(arms), np.full(arms, np.inf)
        self.c, self.t = c, 0

    def select(self, draws):
        return int(np.argmax(self.bounds))

    def update(self, arm, reward):
        self.t += 1
        self.pulls[arm] += 1
        self.values[arm] += (reward - self.values[arm]) / self.pulls[arm]
        self.bounds[arm] = self.values[arm] + self.c * math.sqrt(math.log(self.t) / self.pulls[arm])


@mistake("first-pulls-not-counted")
class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.values, self.pulls = np.zeros(arms), np.zeros(arms)
        self.c, self.t = c, 0

    def select(self, draws):
        for arm, pulls in enumerate(self.pulls):
            if pulls == 0:
                return arm
        return int(np.argmax(self.values + self.c * np.sqrt(math.log(self.t) / self.pulls)))

    def update(self, arm, reward):
        if self.pulls[arm] == 0:
            self.values[arm] = reward
            return
        self.t += 1
        self.pulls[arm] += 1
        self.values[arm] += (reward - self.values[arm]) / self.pulls[arm]


@mistake("totals-for-means")
class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.totals, self.pulls = np.zeros(arms), np.zeros(arms)
        self.c, self.t = c, 0

    def select(self, draws):
        if (self.pulls == 0).any():
            return int(np.argmax(self.pulls == 0))
        return int(np.argmax(self.totals + self.c * np.sqrt(math.log(self.t) / self.pulls)))

    def update(self, arm, reward):
        self.t += 1
        self.pulls[arm] += 1
        self.totals[arm] += reward


@mistake("arms-own-clock")
class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.values, self.pulls, self.c = np.zeros(arms), np.zeros(arms), c

    def select(self, draws):
        if (self.pulls == 0).any():
            return int(np.argmax(self.pulls == 0))
        return int(np.argmax(self.values + self.c * np.sqrt(np.log(self.pulls) / self.pulls)))

    def update(self, arm, reward):
        self.pulls[arm] += 1
        self.values[arm] += (reward - self.values[arm]) / self.pulls[arm]


@mistake("bonus-taken-off")
class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.values, self.pulls = np.zeros(arms), np.zeros(arms)
        self.c, self.t = c, 0

    def select(self, draws):
        if (self.pulls == 0).any():
            return int(np.argmax(self.pulls == 0))
        return int(np.argmax(self.values - self.c * np.sqrt(math.log(self.t) / self.pulls)))

    def update(self, arm, reward):
        self.t += 1
        self.pulls[arm] += 1
        self.values[arm] += (reward - self.values[arm]) / self.pulls[arm]


@mistake("an-imagined-first-pull")
class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.values, self.pulls, self.c = np.zeros(arms), np.ones(arms), c

    def select(self, draws):
        return int(np.argmax(self.values + self.c * np.sqrt(np.log(self.pulls.sum()) / self.pulls)))

    def update(self, arm, reward):
        self.pulls[arm] += 1
        self.values[arm] += (reward - self.values[arm]) / self.pulls[arm]


@alternative("plain-python")
class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.history = [[] for _ in range(arms)]
        self.c = c

    def select(self, draws):
        time = sum(map(len, self.history))
        bounds = [
            math.inf if not paid else math.fsum(paid) / len(paid) + self.c * math.sqrt(math.log(time) / len(paid))
            for paid in self.history
        ]
        return max(range(len(bounds)), key=bounds.__getitem__)

    def update(self, arm, reward):
        self.history[arm].append(reward)


@alternative("dictionaries-of-tried-arms")
class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.untried, self.c = set(range(arms)), c
        self.counts, self.totals = {}, {}

    def bound(self, arm):
        pulls, time = self.counts[arm], sum(self.counts.values())
        return self.totals[arm] / pulls + math.sqrt(self.c**2 * math.log(time) / pulls)

    def select(self, draws):
        if self.untried:
            return min(self.untried)
        return min(self.counts, key=lambda arm: (-self.bound(arm), arm))

    def update(self, arm, reward):
        self.untried.discard(arm)
        self.counts[arm] = self.counts.get(arm, 0) + 1
        self.totals[arm] = self.totals.get(arm, 0.0) + reward
