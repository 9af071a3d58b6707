// Where the dashboard opens: two coins that are hard to tell apart, and a policy without a proof that beats one with.

export const OPENING = {
  means: [0.5, 0.6],
  policies: ["greedy", "epsilon-greedy", "ucb1", "thompson"],
  horizon: 1000,
  seed: 1,
  bounds: 0,
  predicted: "",
};
export const HORIZONS = [200, 500, 1000, 2000, 5000];
export const MOST_ARMS = 10;
