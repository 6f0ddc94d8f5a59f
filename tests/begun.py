"""The site's commands and its server with a clock that was set to `BEGUN_AT` when they began, and goes on from it."""

import os
import sys

import time_machine

time_machine.travel(os.environ["BEGUN_AT"], tick=True).start()

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
else:
    from portal.wsgi import application

    __all__ = ["application"]
