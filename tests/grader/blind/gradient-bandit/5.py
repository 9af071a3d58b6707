def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    out = preferences.astype(float).copy()
    p = probabilities[arm]
    delta = step_size * (reward - baseline)
    for a in range(len(out)):
        if a == arm:
            out[a] = out[a] + delta * (1 - p)
        else:
            out[a] = out[a] - delta * p
    return out
