def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    variance = 1.0 / (prior_deviation ** -2 + pulls * deviation ** -2)
    mean = variance * totals
    return mean, variance ** 0.5
