"""In and out: trackers, weekly logs, tables of hours; every byte that is not ours stays."""
