"""Notes on papers of the learner's, as pages and in the feed."""

from palaestra.app.site.content import Content, Kind
from palaestra.app.site.edition import Edition
from palaestra.app.site.writing import written

IDS = ("paper-note",)


def gather(edition: Edition) -> Content:
    return written(edition, "papers", IDS, "Notes on a paper")


KIND = Kind("papers", "notes on papers: question, claim, evidence, weakness, next test", gather)
