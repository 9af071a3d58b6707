def ucb_bonus(pulls, t, c=2 ** 0.5):
    import numpy as np

    n = np.asarray(pulls, dtype=np.float64)
    out = np.empty(n.shape)
    lnt = np.log(t) if t >= 1 else 0.0
    for i, k in enumerate(n):
        out[i] = np.inf if k == 0 else c * np.sqrt(2 * lnt / k)
    return out
