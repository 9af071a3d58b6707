"""A tiny room for the grader's tests: means."""
