"""What `publish` prints: a static site with relative links, from the templates the camp uses.

edition.py      what one printing is made from: rooms, a path, and of the learner's what was opted into
kinds/          one module a kind of the learner's own (results, weeks, notes, ...): its things and its pages
parts/          one module a part of the site made from all of it (front page, projects, search, ...)
printing.py     start here: gathers, renders, adds the feed and the search index
placing.py      compares a site with a folder and writes it
"""
