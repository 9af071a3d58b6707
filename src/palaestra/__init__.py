"""Palaestra: a practice camp for engineers becoming technical AI-safety researchers.

Importing the package does one thing: when this process was asked to run the
learner's code (`PALAESTRA_FILLS` is set), it installs the import hook that puts
that code in place of the reference. Every process that imports Palaestra does
the same, which is how workers come to run the learner's code too.
"""

import os as _os

__version__ = "0.1.0"

if _os.environ.get("PALAESTRA_FILLS"):
    from palaestra.kit.holes import install_from_environment as _install

    _install()
