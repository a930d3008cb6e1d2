"""A crawl in a process of its own, to be killed: python crawling.py ADDRESS ARCHIVE."""

import sys
from pathlib import Path

from replica_service import Replica, crawl

crawl(Replica(sys.argv[1]), Path(sys.argv[2]))
