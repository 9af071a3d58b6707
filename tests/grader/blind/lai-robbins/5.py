from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def lai_robbins_constant(means, divergence=bernoulli_divergence):
    distinct = sorted(set(float(m) for m in means))
    best = distinct.pop()
    total = 0.0
    for m in distinct:
        total += (best - m) / divergence(m, best)
    return total
