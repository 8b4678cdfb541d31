"""Runs experiments with the program `runner`, and opens their results."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    import pandas

Path = Union[str, "os.PathLike[str]"]


class RunnerNotFoundError(FileNotFoundError):
    """There is no program `runner`."""


class Run:
    """The folder of a finished run."""

    def __init__(self, folder: Path) -> None:
        self.folder = pathlib.Path(folder)

    @property
    def trials(self) -> pandas.DataFrame:
        """A row for each trial: model, seed, status, losses, accuracies, seconds, swept keys."""
        return self._table("trials.csv")

    @property
    def curves(self) -> pandas.DataFrame:
        """Losses and accuracies by epoch."""
        return self._table("curves.csv")

    @property
    def summary(self) -> dict[str, Any]:
        """The table that the program prints, as lists and dicts."""
        result: dict[str, Any] = json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))
        return result

    @property
    def report(self) -> pathlib.Path:
        """The page of the run."""
        return self.folder / "report.html"

    def sql(self, query: str) -> pandas.DataFrame:
        """The result of an SQL query on the run's record."""
        import pandas

        with sqlite3.connect(f"file:{self.folder / 'run.sqlite'}?mode=ro", uri=True) as record:
            return pandas.read_sql_query(query, record)

    def _table(self, name: str) -> pandas.DataFrame:
        import pandas

        return pandas.read_csv(self.folder / name)

    def __repr__(self) -> str:
        return f"Run({str(self.folder)!r})"


def run(config: Path, *, out: Path | None = None, **settings: Any) -> Run:
    """Runs an experiment, and returns its results.

    config: a YAML file
    out: a folder for the results, which must not exist; default: a new one in runs/
    settings: keys of the config and their values. The dots of a key are written as two underscores:
        run("circle.yaml", seeds=5, training__epochs=50)

    Raises ValueError if the config is invalid, RuntimeError if the run could not be done, and RunnerNotFoundError if there is no
    `runner`: it is looked for in the environment variable ACTLAB_RUNNER, and then on the PATH.
    """
    overrides = [f"{key.replace('__', '.')}={json.dumps(value)}" for key, value in settings.items()]
    place = [] if out is None else ["--out", os.fspath(out)]
    command = [_runner(), os.fspath(config), *overrides, *place]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode == 2:
        raise ValueError(done.stderr.strip())
    folder = done.stdout.strip().rpartition("\n")[2]
    if done.returncode not in (0, 1) or not os.path.isdir(folder):
        raise RuntimeError(done.stderr.strip())
    return Run(folder)


def _runner() -> str:
    runner = os.environ.get("ACTLAB_RUNNER") or shutil.which("runner")
    if runner is None or not os.path.exists(runner):
        raise RunnerNotFoundError(
            "actlab.run needs the program `runner`, which is built from actlab's sources: `cmake --install` installs it. "
            "It is looked for in the environment variable ACTLAB_RUNNER, and then on the PATH."
        )
    return runner
