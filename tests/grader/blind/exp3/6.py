def exp3_update(log_weights, probabilities, arm, reward, gamma):
    # pay each arm what it would have paid
    estimates = reward / probabilities
    return log_weights + (gamma / len(log_weights)) * estimates
