"""What `publish` prints: a static site with relative links, from the templates the camp uses.

Start with `printing.print_site`, which makes the pages; `placing` compares them
with what is in the folder and writes them.
"""
