"""The learner's folder: events, the index derived from them, recall, the journal, today, and the plan.

Start with `folder.PracticeFolder`: `open` gives the log to append to and an index
to read from. Everything shown is a pure function of events and catalogue.
"""
