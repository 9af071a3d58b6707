"""Static hosting: a workflow that serves the site from its repository, and a commit of what was printed."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.iso import in_words
from palaestra.practice.repository import git, has_git, identity

WORKFLOW = ".github/workflows/pages.yml"
README = "README.md"
PAGES = """\
# Serves this folder with GitHub Pages. In the repository: Settings, Pages, Source: GitHub Actions.
name: Site
on:
  push:
    branches: [main]
  workflow_dispatch:
permissions:
  contents: read
  pages: write
  id-token: write
concurrency:
  group: pages
  cancel-in-progress: false
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: actions/checkout@v6
      - uses: actions/configure-pages@v6
      - uses: actions/upload-pages-artifact@v5
        with:
          path: .
      - id: deployment
        uses: actions/deploy-pages@v5
"""
HOW = """\
# Site

Printed by `palaestra publish`; the next printing replaces these pages, so change them at their source.

1. Make an empty repository and push this folder to its branch `main`.
2. In its settings, under Pages, choose the source "GitHub Actions".
3. Every push serves the site. Write its address into `practice.toml` as `site = "https://..."`,
   and print again: the feed and the site map need it.

Any other static host serves this folder as it is.
"""


def hosting_files() -> dict[str, bytes]:
    """The workflow and how to use it."""
    return {WORKFLOW: PAGES.encode(), README: HOW.encode()}


def commit(folder: Path, files: Iterable[str], practice: Path | None, day: date) -> bool:
    """Commit a site's own files in a repository of its own; False when nothing changed.

    A commit says the day and no time: history is published with the site. Raises Refusal where git is missing,
    or where the folder belongs to the repository of the practice folder.
    """
    if not has_git():
        raise Refusal("git is not installed.", "The site is written; commit it with another tool.")
    top = git(folder, "rev-parse", "--show-toplevel")
    if not top.is_good:
        _good(git(folder, "init", "--quiet", "--initial-branch=main").is_good, folder)
    elif practice is not None and _same(Path(top.said.strip()), practice):
        raise Refusal(
            f"{folder} lies in the repository of your practice folder.",
            "Print the site into a folder of its own; nothing was committed.",
        )
    names = sorted(files)
    _good(git(folder, "add", "--", *names).is_good, folder)
    git(folder, "add", "--update", ".")
    if git(folder, "diff", "--cached", "--quiet").is_good:
        return False
    stamp = f"{day.isoformat()}T00:00:00+0000"
    before = {name: os.environ.get(name) for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")}
    os.environ.update(dict.fromkeys(before, stamp))
    try:
        words = ("-c", "commit.gpgsign=false", "commit", "--quiet", "--no-verify", "-m", in_words(day).capitalize())
        _good(git(folder, *identity(folder), *words).is_good, folder)
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
    return True


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _good(is_good: bool, folder: Path) -> None:
    if not is_good:
        raise Refusal(f"git declined to commit in {folder}.", "The site is written; `git status` there says more.")
