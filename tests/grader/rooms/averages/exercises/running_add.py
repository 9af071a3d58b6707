"""Checks of averages/running-add."""

from palaestra.kit.checks import statement
from palaestra.kit.exercise import mistake, rung

INPUTS = [[1.0], [1.0, 3.0], [2.0, 2.0, 8.0]]


def draw(rng):
    return rng.normal(size=int(rng.integers(1, 6))).tolist()


def answer(room, given):
    running = room.Running()
    for value in given:
        running.add(value)
    return [running.count, running.mean]


@rung("first")
def first(room):
    yield statement("the first value is the mean", answer(room, [4.0]) == [1, 4.0], answer(room, [4.0]), [1, 4.0])


@rung("later")
def later(room):
    got = answer(room, [1.0, 2.0, 6.0])
    yield statement("the mean of 1, 2 and 6 is 3", got == [3, 3.0], got, [3, 3.0], "by hand")


@mistake("forgets-to-divide")
class Running:
    def add(self, value):
        self.count += 1
        self.mean += value - self.mean
