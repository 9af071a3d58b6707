// Seeded chance for the dashboard: every use of every run has its own stream, so that two policies meet the same
// luck, and a change of one setting does not reshuffle the rest.

/** Uniforms on [0, 1) from a seed and a path of names (xoshiro128**, Blackman and Vigna 2018, seeded by splitmix32). */
export function stream(seed, ...names) {
  let hash = seed >>> 0;
  for (const character of names.join("\u001f")) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
  const next = () => {
    hash = (hash + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  let [a, b, c, d] = [next(), next(), next(), next()];
  const rotate = (word, by) => ((word << by) | (word >>> (32 - by))) >>> 0;
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = (b << 9) >>> 0;
    c ^= a; d ^= b; b ^= c; a ^= d; c ^= shifted;
    d = rotate(d, 11);
    return result / 4294967296;
  };
}

/** Standard normals by the polar method. */
export function normals(uniform) {
  let spare = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    let x, y, squared;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      squared = x * x + y * y;
    } while (squared >= 1 || squared === 0);
    const scale = Math.sqrt((-2 * Math.log(squared)) / squared);
    spare = y * scale;
    return x * scale;
  };
}

/** Beta samples for parameters of at least 1, as ratios of gammas (Marsaglia and Tsang 2000). */
export function betaSampler(uniform) {
  const normal = normals(uniform);
  function gamma(shape) {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }
  return {
    beta(alphas, betas) {
      const samples = new Float64Array(alphas.length);
      for (let arm = 0; arm < samples.length; arm++) {
        const wins = gamma(alphas[arm]);
        samples[arm] = wins / (wins + gamma(betas[arm]));
      }
      return samples;
    },
  };
}

/** The draws of one run, as `model` wants them. */
export function drawsOf(seed, run, horizon) {
  const several = (use) => Float64Array.from({ length: horizon }, stream(seed, use, run));
  return {
    noise: several("noise"),
    coin: several("coin"),
    pick: several("pick"),
    posterior: betaSampler(stream(seed, "posterior", run)),
  };
}
