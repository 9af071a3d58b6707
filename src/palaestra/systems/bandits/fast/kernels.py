"""The policies as compiled loops over runs and steps.

Each kernel makes, step for step, the choices of the readable policy of the same
name on the same chance. Shared arguments:

    means      (problems, moments, count): expected rewards; one problem serves all runs, one moment all steps
    deviation  how much of the noise a reward gets; a negative one marks Bernoulli arms
    noise, coin, pick   (runs, steps) of chance, as in `play.Chance`
    actions, rewards    (runs, steps), filled in; actions of int16, to be light on memory

All helpers live in this file, because Numba's cache notices changes of one file only.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

LANES = 256
"""Runs taken through a step together, so that the search for the best arm fills the processor's vector registers."""

ROUNDING = 1e-9
"""Scores nearer than this may change places by rounding alone; far above what rounding does, far below what matters."""

compiled = njit(cache=True, error_model="numpy", nogil=True)


@compiled
def _reward(means, deviation, step, arm, noise):
    mean = means[step if len(means) > 1 else 0, arm]
    if deviation < 0.0:
        return 1.0 if noise < mean else 0.0
    return mean + deviation * noise


@compiled
def _first_best(scores):
    best = 0
    for k in range(1, len(scores)):
        if scores[k] > scores[best]:
            best = k
    return best


@compiled
def epsilon_greedy(means, deviation, noise, coin, pick, epsilon, initial, step_size, actions, rewards):
    """epsilon: (steps,). step_size: 0 for sample averages. LANES runs at a time; a lane is a run."""
    runs, steps = noise.shape
    count = means.shape[2]
    values, pulls = np.empty((count, LANES)), np.empty((count, LANES))
    top, best = np.empty(LANES), np.empty(LANES, np.int64)
    for first in range(0, runs, LANES):
        lanes = min(LANES, runs - first)
        values[:], pulls[:] = initial, 0.0
        for step in range(steps):
            for lane in range(lanes):
                top[lane], best[lane] = values[0, lane], 0
            for k in range(1, count):
                for lane in range(lanes):
                    better = values[k, lane] > top[lane]
                    top[lane] = values[k, lane] if better else top[lane]
                    best[lane] = k if better else best[lane]
            for lane in range(lanes):
                run = first + lane
                exploring = coin[run, step] < epsilon[step]
                arm = int(pick[run, step] * count) if exploring else best[lane]
                reward = _reward(means[run if len(means) > 1 else 0], deviation, step, arm, noise[run, step])
                pulls[arm, lane] += 1.0
                surprise = reward - values[arm, lane]
                values[arm, lane] += step_size * surprise if step_size > 0.0 else surprise / pulls[arm, lane]
                actions[run, step], rewards[run, step] = arm, reward


@compiled
def ucb1(means, deviation, noise, over, c, actions, rewards):
    """The arm of highest mean + c * sqrt(over / pulls); over: (steps,). LANES runs at a time.

    The search uses c * sqrt(over) * (1 / sqrt(pulls)), which needs no root and no division but rounds otherwise, so
    where two arms come within ROUNDING of each other the choice is made again by the formula as it is written.
    """
    runs, steps = noise.shape
    count = means.shape[2]
    roots = 1.0 / np.sqrt(np.arange(steps + 1.0))
    values, doubts, pulls = np.empty((count, LANES)), np.empty((count, LANES)), np.empty((count, LANES), np.int64)
    top, second, best = np.empty(LANES), np.empty(LANES), np.empty(LANES, np.int64)
    for first in range(0, runs, LANES):
        lanes = min(LANES, runs - first)
        values[:], doubts[:], pulls[:] = 0.0, 0.0, 0
        for step in range(steps):
            best[:], second[:] = min(step, count - 1), -np.inf
            if step >= count:
                best[:] = 0
                width = c * math.sqrt(over[step])
                for lane in range(lanes):
                    top[lane] = values[0, lane] + width * doubts[0, lane]
                for k in range(1, count):
                    for lane in range(lanes):
                        score = values[k, lane] + width * doubts[k, lane]
                        better = score > top[lane]
                        second[lane] = max(second[lane], top[lane] if better else score)
                        top[lane] = score if better else top[lane]
                        best[lane] = k if better else best[lane]
            for lane in range(lanes):
                run, arm = first + lane, best[lane]
                if step >= count and top[lane] - second[lane] < ROUNDING:
                    arm = _highest(values[:, lane], pulls[:, lane], over[step], c)
                reward = _reward(means[run if len(means) > 1 else 0], deviation, step, arm, noise[run, step])
                pulls[arm, lane] += 1
                values[arm, lane] += (reward - values[arm, lane]) / pulls[arm, lane]
                doubts[arm, lane] = roots[pulls[arm, lane]]
                actions[run, step], rewards[run, step] = arm, reward


@compiled
def _highest(values, pulls, over, c):
    arm, highest = 0, -math.inf
    for k in range(len(values)):
        score = values[k] + c * math.sqrt(over / pulls[k])
        if score > highest:
            arm, highest = k, score
    return arm


@compiled
def ucb_v(means, deviation, noise, logs, zeta, c, actions, rewards):
    runs, steps = noise.shape
    count = means.shape[2]
    values, pulls, squares, scores = np.empty(count), np.empty(count), np.empty(count), np.empty(count)
    for run in range(runs):
        world = means[run if len(means) > 1 else 0]
        values[:], pulls[:], squares[:] = 0.0, 0.0, 0.0
        for step in range(steps):
            arm = step
            if step >= count:
                exploration = zeta * logs[step]
                for k in range(count):
                    variance = squares[k] / pulls[k]
                    bonus = math.sqrt(2.0 * variance * exploration / pulls[k]) + 3.0 * c * exploration / pulls[k]
                    scores[k] = values[k] + bonus
                arm = _first_best(scores)
            reward = _reward(world, deviation, step, arm, noise[run, step])
            before = values[arm] if pulls[arm] > 0.0 else reward
            pulls[arm] += 1.0
            values[arm] += (reward - values[arm]) / pulls[arm]
            squares[arm] += (reward - before) * (reward - values[arm])
            actions[run, step], rewards[run, step] = arm, reward


@compiled
def _divergence(p, q):
    if p == q:
        return 0.0
    if q <= 0.0 or q >= 1.0:
        return math.inf
    heads = p * math.log(p / q) if p > 0.0 else 0.0
    tails = (1.0 - p) * math.log((1.0 - p) / (1.0 - q)) if p < 1.0 else 0.0
    return heads + tails


@compiled
def _upper_bound(mean, pulls, budget, width):
    low, high = mean, 1.0
    while high - low > width:
        middle = (low + high) / 2.0
        if pulls * _divergence(mean, middle) <= budget:
            low = middle
        else:
            high = middle
    return low


@compiled
def kl_ucb(means, deviation, noise, budgets, width, actions, rewards):
    """budgets: the evidence allowed at each step, (steps,). width: where bisection stops."""
    runs, steps = noise.shape
    count = means.shape[2]
    values, pulls = np.empty(count), np.empty(count)
    for run in range(runs):
        world = means[run if len(means) > 1 else 0]
        values[:], pulls[:] = 0.0, 0.0
        for step in range(steps):
            arm = step
            if step >= count:
                highest, budget = -math.inf, budgets[step]
                for k in range(count):
                    # An arm whose bound is below the highest so far shows it in one divergence, without bisection.
                    if highest >= 0.0 and (values[k] < highest and pulls[k] * _divergence(values[k], highest) > budget):
                        continue
                    bound = _upper_bound(values[k], pulls[k], budget, width)
                    if bound > highest:
                        highest, arm = bound, k
            reward = _reward(world, deviation, step, arm, noise[run, step])
            pulls[arm] += 1.0
            values[arm] += (reward - values[arm]) / pulls[arm]
            actions[run, step], rewards[run, step] = arm, reward


@compiled
def thompson_bernoulli(world, deviation, noise, posterior, alpha, beta, actions, rewards):
    """One run: world is (moments, count), noise (steps,), posterior that run's generator; alpha, beta the prior."""
    count = world.shape[1]
    successes, failures = np.full(count, alpha), np.full(count, beta)
    for step in range(len(noise)):
        arm, highest = 0, -math.inf
        for k in range(count):
            sample = posterior.beta(successes[k], failures[k])
            if sample > highest:
                highest, arm = sample, k
        reward = _reward(world, deviation, step, arm, noise[step])
        if reward > 0.5:
            successes[arm] += 1.0
        else:
            failures[arm] += 1.0
        actions[step], rewards[step] = arm, reward


@compiled
def thompson_gaussian(world, deviation, noise, posterior, prior_deviation, assumed, actions, rewards):
    """One run, as `thompson_bernoulli`; assumed: the standard deviation the policy believes rewards have."""
    count = world.shape[1]
    totals, pulls = np.zeros(count), np.zeros(count)
    for step in range(len(noise)):
        arm, highest = 0, -math.inf
        for k in range(count):
            precision = 1.0 / prior_deviation**2 + pulls[k] / assumed**2
            mean = totals[k] / assumed**2 / precision
            sample = mean + 1.0 / math.sqrt(precision) * posterior.standard_normal()
            if sample > highest:
                highest, arm = sample, k
        reward = _reward(world, deviation, step, arm, noise[step])
        totals[arm] += reward
        pulls[arm] += 1.0
        actions[step], rewards[step] = arm, reward


@compiled
def _softmax(scores, out):
    top, total = scores[_first_best(scores)], 0.0
    for k in range(len(scores)):
        out[k] = math.exp(scores[k] - top)
        total += out[k]
    for k in range(len(scores)):
        out[k] /= total


@compiled
def _draw_arm(probabilities, coin):
    running = 0.0
    for k in range(len(probabilities)):
        running += probabilities[k]
        if running > coin:
            return k
    return len(probabilities) - 1


@compiled
def gradient_bandit(means, deviation, noise, coin, step_size, baseline, actions, rewards):
    runs, steps = noise.shape
    count = means.shape[2]
    preferences, probabilities = np.empty(count), np.empty(count)
    for run in range(runs):
        world = means[run if len(means) > 1 else 0]
        preferences[:], average = 0.0, 0.0
        for step in range(steps):
            _softmax(preferences, probabilities)
            arm = _draw_arm(probabilities, coin[run, step])
            reward = _reward(world, deviation, step, arm, noise[run, step])
            usual = 0.0
            if baseline:
                usual = average if step > 0 else reward
            for k in range(count):
                chosen = 1.0 if k == arm else 0.0
                preferences[k] += step_size * (reward - usual) * (chosen - probabilities[k])
            average += (reward - average) / (step + 1.0)
            actions[run, step], rewards[run, step] = arm, reward


@compiled
def exp3(means, deviation, noise, coin, gamma, actions, rewards):
    runs, steps = noise.shape
    count = means.shape[2]
    log_weights, probabilities = np.empty(count), np.empty(count)
    for run in range(runs):
        world = means[run if len(means) > 1 else 0]
        log_weights[:] = 0.0
        for step in range(steps):
            _softmax(log_weights, probabilities)
            for k in range(count):
                probabilities[k] = (1.0 - gamma) * probabilities[k] + gamma / count
            arm = _draw_arm(probabilities, coin[run, step])
            reward = _reward(world, deviation, step, arm, noise[run, step])
            log_weights[arm] += gamma / count * (reward / probabilities[arm])
            actions[run, step], rewards[run, step] = arm, reward
