def epsilon_greedy_choice(values, epsilon, coin, pick):
    if coin < epsilon:
        return int(pick * len(values))
    best_arm = 0
    best_value = 0.0
    for arm, value in enumerate(values):
        if value > best_value:
            best_arm = arm
            best_value = value
    return best_arm
