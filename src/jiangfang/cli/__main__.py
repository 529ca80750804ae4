"""``python -m jiangfang.cli``."""

import sys

from jiangfang.cli.main import main

sys.exit(main())
