"""Record the ids of new cards, exercises, experiments and mistakes in the ids.txt of each room and topic."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from palaestra.kit.catalogue import Catalogue
from tests.contract.rules.ids import record

for room in Catalogue.installed().rooms:
    for line in record(room):
        print(f"{room.name}: {line}")
