def kl_upper_bound(mean, pulls, budget):
    from palaestra.systems.bandits.upper_bounds import bernoulli_divergence

    if budget == 0:
        return mean
    lower, upper = mean, 1.0
    for step in range(20):
        q = lower + (upper - lower) / 2
        if pulls * bernoulli_divergence(mean, q) <= budget:
            lower = q
        else:
            upper = q
    return lower
