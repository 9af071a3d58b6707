"""Where the learner stands on a path: states, what is missing, what comes next, and how long it may take."""
