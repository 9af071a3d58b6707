def sample_average(average, pulls, reward):
    if pulls <= 1:
        return reward
    return (average + reward) / 2
