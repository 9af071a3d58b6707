def sherman_morrison(inverse, vector):
    import numpy as np

    u = inverse.dot(vector)
    return inverse - np.outer(u, u) / 1 + vector.dot(u)
