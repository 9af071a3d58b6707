// Many runs of one policy, a few at a time, so that a control answers at once and the interval narrows as you look.

import { model } from "./model.js";
import { drawsOf, stream } from "./chance.js";

export const POINTS = 120; // places along the horizon at which regret is kept
const Z = 1.96;

/** The steps (from 1) at which regret is kept, the last one included. */
export function places(horizon) {
  const count = Math.min(POINTS, horizon);
  return Array.from({ length: count }, (_, index) => Math.round(((index + 1) * horizon) / count));
}

/**
 * The runs of one policy so far. In every run the arms stand in another order, so that no policy gains from where
 * the best one happens to be; what is kept is in the order of `means`.
 */
export function gathering({ policy, means, horizon, seed }) {
  const at = places(horizon);
  const sums = new Float64Array(at.length);
  const squares = new Float64Array(at.length);
  const pulls = new Float64Array(means.length);
  let count = 0;

  function addRun() {
    const order = shuffled(means.length, stream(seed, "order", count));
    const draws = drawsOf(seed, count, horizon);
    const { actions, regret } = model({ policy, means: order.map((arm) => means[arm]), horizon }, draws);
    at.forEach((step, index) => {
      sums[index] += regret[step - 1];
      squares[index] += regret[step - 1] ** 2;
    });
    for (const action of actions) pulls[order[action]] += 1;
    count += 1;
  }

  /** Mean regret with a 95 % interval at each place, and the share of pulls of each arm. */
  function summary() {
    const mean = Array.from(sums, (sum) => sum / count);
    const half = mean.map((value, index) => {
      const variance = count > 1 ? Math.max(0, squares[index] / count - value ** 2) * (count / (count - 1)) : 0;
      return Z * Math.sqrt(variance / count);
    });
    return {
      policy,
      count,
      at,
      mean,
      low: mean.map((value, index) => Math.max(0, value - half[index])),
      high: mean.map((value, index) => value + half[index]),
      half: half.at(-1),
      lost: mean.at(-1),
      share: Array.from(pulls, (each) => each / (count * horizon)),
    };
  }

  return { policy, addRun, summary, get count() { return count; } };
}

function shuffled(count, uniform) {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** Whether two policies' losses are told apart: their intervals do not overlap. Negative: the first lost less. */
export function apart(first, second) {
  if (first.lost + first.half < second.lost - second.half) return -1;
  if (second.lost + second.half < first.lost - first.half) return 1;
  return 0;
}
