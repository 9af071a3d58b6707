"""Checks of bandits/sherman-morrison: by hand, and by multiplying back."""

import numpy as np

from palaestra.kit.checks import call
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    ([[1.0]], [1.0]),
    ([[0.5]], [2.0]),
    ([[2.0, 0.0], [0.0, 0.5]], [1.0, 1.0]),
    ([[1.0, 0.3], [0.3, 2.0]], [0.5, -1.0]),
    ([[0.2, 0.0, 0.1], [0.0, 1.0, 0.0], [0.1, 0.0, 3.0]], [1.0, 2.0, -1.0]),
]


def draw(rng):
    size = int(rng.integers(1, 6))
    rows = rng.normal(0, 1, (size + 2, size))
    return (rows.T @ rows / size).tolist(), rng.normal(0, 1, size).tolist()


def answer(room, given):
    inverse, vector = given
    return np.asarray(room.sherman_morrison(np.array(inverse), np.array(vector)))


@rung("one-dimension")
def one_dimension(room):
    yield call(room.sherman_morrison, np.array([[1.0]]), np.array([1.0])).gives([[0.5]], source="1 / (1 + 1)")
    yield call(room.sherman_morrison, np.array([[0.5]]), np.array([2.0])).gives([[1 / 6]], source="1 / (2 + 4)")


@rung("two-dimensions")
def two_dimensions(room):
    want = [[2 - 4 / 3.5, -1 / 3.5], [-1 / 3.5, 0.5 - 0.25 / 3.5]]
    yield call(room.sherman_morrison, np.diag([2.0, 0.5]), np.array([1.0, 1.0])).gives(want, source="by hand")


@rung("undoes")
def undoes(room):
    rng = np.random.default_rng(3)
    for size in (3, 8):
        rows = rng.normal(0, 1, (size + 3, size))
        grown, vector = rows.T @ rows, rng.normal(0, 1, size)
        inverse = np.linalg.inv(grown)
        whole = grown + np.outer(vector, vector)
        yield call(room.sherman_morrison, inverse, vector).satisfies(
            f"times A + v v' it is the identity (d = {size})",
            lambda value, whole=whole, size=size: np.allclose(whole @ value, np.eye(size), atol=1e-8),
        )


@mistake("added-instead")
def sherman_morrison(inverse, vector):
    pushed = inverse @ vector
    return inverse + np.outer(pushed, pushed) / (1.0 + vector @ pushed)


@mistake("one-left-out")
def sherman_morrison(inverse, vector):
    pushed = inverse @ vector
    return inverse - np.outer(pushed, pushed) / (vector @ pushed)


@mistake("vector-not-pushed")
def sherman_morrison(inverse, vector):
    return inverse - np.outer(vector, vector) / (1.0 + vector @ inverse @ vector)


@mistake("length-for-the-denominator")
def sherman_morrison(inverse, vector):
    pushed = inverse @ vector
    return inverse - np.outer(pushed, pushed) / (1.0 + vector @ vector)


@mistake("pushed-on-one-side")
def sherman_morrison(inverse, vector):
    pushed = inverse @ vector
    return inverse - np.outer(pushed, vector) / (1.0 + vector @ pushed)


@alternative("with-matrices")
def sherman_morrison(inverse, vector):
    column = vector[:, None]
    top = inverse @ column @ column.T @ inverse
    return inverse - top / (1.0 + (column.T @ inverse @ column).item())


@alternative("number-by-number")
def sherman_morrison(inverse, vector):
    size = range(len(vector))
    pushed = [sum(inverse[i][j] * vector[j] for j in size) for i in size]
    below = 1 + sum(vector[i] * pushed[i] for i in size)
    return np.array([[inverse[i][j] - pushed[i] * pushed[j] / below for j in size] for i in size])
