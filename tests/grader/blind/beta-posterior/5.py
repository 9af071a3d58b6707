import numpy as np


def beta_posterior(successes, failures, prior=(1.0, 1.0)):
    # density ~ x^(alpha-1) (1-x)^(beta-1), so the exponents after the data are
    alpha_exponent = prior[0] - 1 + np.asarray(successes)
    beta_exponent = prior[1] - 1 + np.asarray(failures)
    return alpha_exponent.astype(float), beta_exponent.astype(float)
