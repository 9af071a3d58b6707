// The dashboard's model: the policies of this room, on coins, in JavaScript.
//
// `model(params, draws)` plays one run. It makes the same choices as the Python reference (values.py,
// upper_bounds.py, posteriors.py, gradient.py, exponential_weights.py) on the same draws; a test proves it.
// Conventions are the room's: ties go to the lowest arm, averages are updated incrementally.

/** Every policy by id: its name, and what makes one. `arms` and `horizon` are known when it starts. */
export const POLICIES = {
  greedy: { name: "Greedy", make: ({ arms }) => epsilonGreedy(arms, 0) },
  "epsilon-greedy": { name: "ε-greedy (0.1)", make: ({ arms, epsilon = 0.1 }) => epsilonGreedy(arms, epsilon) },
  optimistic: { name: "Optimistic start", make: ({ arms }) => epsilonGreedy(arms, 0, 1, 0.1) },
  ucb1: { name: "UCB1", make: ({ arms, c = Math.SQRT2 }) => ucb1(arms, c) },
  ucbv: { name: "UCB-V", make: ({ arms }) => ucbv(arms) },
  klucb: { name: "KL-UCB", make: ({ arms }) => klucb(arms) },
  thompson: { name: "Thompson", make: ({ arms }) => thompson(arms) },
  gradient: { name: "Gradient", make: ({ arms, stepSize = 0.1 }) => gradient(arms, stepSize) },
  exp3: { name: "EXP3", make: ({ arms, horizon }) => exp3(arms, exp3Gamma(arms, horizon)) },
};

/**
 * One run of one policy on coins.
 * params: { policy, means, horizon, ...settings }.
 * draws: { noise, coin, pick }, each `horizon` uniforms on [0, 1), and posterior.beta(alphas, betas).
 * Returns { actions, rewards, regret }, each of length horizon; regret is the cumulative gap to the best arm.
 */
export function model(params, draws) {
  const { means, horizon } = params;
  const policy = POLICIES[params.policy].make({ ...params, arms: means.length });
  const best = Math.max(...means);
  const actions = new Int32Array(horizon);
  const rewards = new Float64Array(horizon);
  const regret = new Float64Array(horizon);
  let lost = 0;
  for (let step = 0; step < horizon; step++) {
    const arm = policy.select(draws.coin[step], draws.pick[step], draws.posterior);
    const reward = draws.noise[step] < means[arm] ? 1 : 0;
    policy.update(arm, reward);
    lost += best - means[arm];
    actions[step] = arm;
    rewards[step] = reward;
    regret[step] = lost;
  }
  return { actions, rewards, regret };
}

// ------------------------------------------------------------------ policies

export function firstBest(scores) {
  let best = 0;
  for (let arm = 1; arm < scores.length; arm++) if (scores[arm] > scores[best]) best = arm;
  return best;
}

function actionValues(arms, initial = 0, stepSize = null) {
  const values = new Float64Array(arms).fill(initial);
  const pulls = new Int32Array(arms);
  return {
    values,
    pulls,
    update(arm, reward) {
      pulls[arm] += 1;
      values[arm] += (reward - values[arm]) * (stepSize ?? 1) / (stepSize === null ? pulls[arm] : 1);
    },
  };
}

function epsilonGreedy(arms, epsilon, initial = 0, stepSize = null) {
  const estimates = actionValues(arms, initial, stepSize);
  return {
    select: (coin, pick) => (coin < epsilon ? Math.floor(pick * arms) : firstBest(estimates.values)),
    update: estimates.update,
  };
}

/** Takes the arm with the highest `index(arm, t)`; an arm never pulled comes first. */
function optimist(estimates, index, update = estimates.update) {
  const scores = new Float64Array(estimates.pulls.length);
  let t = 0;
  return {
    select() {
      for (let arm = 0; arm < scores.length; arm++) scores[arm] = estimates.pulls[arm] ? index(arm, t) : Infinity;
      return firstBest(scores);
    },
    update(arm, reward) {
      update(arm, reward);
      t += 1;
    },
  };
}

function ucb1(arms, c) {
  const estimates = actionValues(arms);
  const { values, pulls } = estimates;
  return optimist(estimates, (arm, t) => values[arm] + c * Math.sqrt(Math.log(Math.max(t, 1)) / pulls[arm]));
}

function ucbv(arms, zeta = 1.2, c = 1) {
  const estimates = actionValues(arms);
  const { values, pulls } = estimates;
  const squares = new Float64Array(arms);
  function index(arm, t) {
    const exploration = zeta * Math.log(Math.max(t, 1));
    const variance = squares[arm] / pulls[arm];
    return values[arm] + (Math.sqrt((2 * variance * exploration) / pulls[arm]) + (3 * c * exploration) / pulls[arm]);
  }
  return optimist(estimates, index, (arm, reward) => {
    const before = pulls[arm] ? values[arm] : reward;
    estimates.update(arm, reward);
    squares[arm] += (reward - before) * (reward - values[arm]);
  });
}

function klucb(arms) {
  const estimates = actionValues(arms);
  const { values, pulls } = estimates;
  return optimist(estimates, (arm, t) => klUpperBound(values[arm], pulls[arm], Math.log(Math.max(t, 1))));
}

function thompson(arms) {
  const alphas = new Float64Array(arms).fill(1);
  const betas = new Float64Array(arms).fill(1);
  return {
    select: (coin, pick, posterior) => firstBest(posterior.beta(alphas, betas)),
    update(arm, reward) {
      (reward > 0.5 ? alphas : betas)[arm] += 1;
    },
  };
}

function gradient(arms, stepSize) {
  const preferences = new Float64Array(arms);
  let probabilities = softmax(preferences);
  let average = 0;
  let t = 0;
  return {
    select: (coin) => drawArm(probabilities, coin),
    update(arm, reward) {
      const surprise = reward - (t ? average : reward);
      for (let each = 0; each < arms; each++) {
        preferences[each] += stepSize * surprise * ((each === arm ? 1 : 0) - probabilities[each]);
      }
      probabilities = softmax(preferences);
      t += 1;
      average += (reward - average) / t;
    },
  };
}

function exp3(arms, gamma) {
  const logWeights = new Float64Array(arms);
  const mixed = () => softmax(logWeights).map((each) => (1 - gamma) * each + gamma / arms);
  let probabilities = mixed();
  return {
    select: (coin) => drawArm(probabilities, coin),
    update(arm, reward) {
      logWeights[arm] += (gamma / arms) * (reward / probabilities[arm]);
      probabilities = mixed();
    },
  };
}

export function exp3Gamma(arms, bestTotal) {
  return Math.min(1, Math.sqrt((arms * Math.log(arms)) / ((Math.E - 1) * bestTotal)));
}

function softmax(preferences) {
  const highest = Math.max(...preferences);
  const weights = preferences.map((each) => Math.exp(each - highest));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return weights.map((each) => each / total);
}

function drawArm(probabilities, coin) {
  let running = 0;
  for (let arm = 0; arm < probabilities.length; arm++) {
    running += probabilities[arm];
    if (running > coin) return arm;
  }
  return probabilities.length - 1;
}

// ------------------------------------------------------------------ theory

export function bernoulliDivergence(p, q) {
  if (p === q) return 0;
  if (q <= 0 || q >= 1) return Infinity;
  const heads = p > 0 ? p * Math.log(p / q) : 0;
  const tails = p < 1 ? (1 - p) * Math.log((1 - p) / (1 - q)) : 0;
  return heads + tails;
}

export function klUpperBound(mean, pulls, budget) {
  let low = mean;
  let high = 1;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (pulls * bernoulliDivergence(mean, middle) <= budget) low = middle;
    else high = middle;
  }
  return low;
}

/** The least possible growth of regret per ln n (Lai and Robbins 1985): the sum of gap / KL(mean, best). */
export function laiRobbinsConstant(means) {
  const best = Math.max(...means);
  return means.reduce((sum, mean) => sum + (mean < best ? (best - mean) / bernoulliDivergence(mean, best) : 0), 0);
}

/** The expected regret UCB1 cannot exceed after n steps (Auer, Cesa-Bianchi and Fischer 2002, theorem 1). */
export function ucb1Bound(means, steps) {
  const best = Math.max(...means);
  const gaps = means.map((mean) => best - mean).filter((gap) => gap > 0);
  const inverse = gaps.reduce((sum, gap) => sum + 1 / gap, 0);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return 8 * Math.log(steps) * inverse + (1 + Math.PI ** 2 / 3) * total;
}
