"""Print how often the content checks are right; the tables of docs/content-checks.md."""

import os
import sys
from importlib import import_module
from pathlib import Path

import django


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import_module("tests.environment")  # Its own settings, and none of the developer's.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    measure = import_module("tests.conditions.checking.measure")
    for name, folder in (("The set", measure.FOLDER), ("Written later", measure.LATER)):
        sys.stdout.write(f"{name}\n\n{measure.table(folder)}\n\n")
        for one in (measure.measured(problem, folder) for problem in measure.problems()):
            sys.stdout.writelines(f"{one.problem}: missed: {text}\n" for text in one.missed)
            sys.stdout.writelines(f"{one.problem}: false alarm: {text}\n" for text in one.false)


if __name__ == "__main__":
    main()
