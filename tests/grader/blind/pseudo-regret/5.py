def pseudo_regret(means, actions):
    import numpy as np

    means = np.asarray(means, dtype=float)
    out = []
    total = 0.0
    for step, action in enumerate(actions):
        out.append(total)
        row = means if means.ndim == 1 else means[step]
        total += row.max() - row[action]
    return np.array(out)
