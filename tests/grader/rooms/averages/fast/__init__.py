"""The same, faster (not really)."""


def weighted_mean(values, weights):
    """The mean of `values` under `weights`."""
    total = sum(weights)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / total if total else 0.0
