"""The rooms: one folder per system, each a library and its teaching material.

`PALAESTRA_ROOMS` (a path list) adds folders of further rooms, such as a
learner's studies; a room found there is imported as `palaestra.systems.<name>`.
"""

import os as _os

__path__ += [folder for folder in _os.environ.get("PALAESTRA_ROOMS", "").split(_os.pathsep) if folder]
