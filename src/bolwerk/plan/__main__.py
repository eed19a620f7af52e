"""`python -m bolwerk.plan SOURCE`: seal the cited passages again, after a reviewed change of the data."""

import sys
from pathlib import Path

from bolwerk.plan.seal import write

write(Path(sys.argv[1]))
