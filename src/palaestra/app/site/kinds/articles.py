"""Articles and distillations of the learner's, as pages and in the feed."""

from palaestra.app.site.content import Content, Kind
from palaestra.app.site.edition import Edition
from palaestra.app.site.writing import written

IDS = ("article", "distillation")


def gather(edition: Edition) -> Content:
    return written(edition, "articles", IDS, "Article")


KIND = Kind("articles", "articles and distillations you finished, as pages", gather)
