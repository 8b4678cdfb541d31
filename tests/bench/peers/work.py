"""The work that actlab, PyTorch and JAX do beside one another: data, networks and training of each line of the table."""
from dataclasses import dataclass

import numpy as np

SAMPLES = 1000


@dataclass(frozen=True)
class Work:
    """Trials of multi-layer perceptrons on the circle, full batch unless `batch` is given. After each epoch, all
    programs compute the accuracy on 1000 held-out samples."""

    hidden: tuple[int, ...]
    activations: tuple[str, ...]  # one trial for each of them
    epochs: int
    rate: float = 0.01
    batch: int = 0

    @property
    def name(self):
        batch = f", batches of {self.batch}" if self.batch else ""
        return f"{list(self.hidden)} {' and '.join(self.activations)}, {self.epochs} epochs{batch}"


CIRCLE = Work(hidden=(10,), activations=("identity", "relu"), epochs=100)
WIDTHS = (
    Work(hidden=(10,), activations=("gelu",), epochs=100),
    Work(hidden=(64,), activations=("gelu",), epochs=100),
    Work(hidden=(64, 64), activations=("gelu",), epochs=20, rate=0.001),
    Work(hidden=(256, 256), activations=("gelu",), epochs=20, rate=0.001),
    Work(hidden=(512, 512, 512), activations=("gelu",), epochs=20, rate=0.001),
    Work(hidden=(64, 64), activations=("gelu",), epochs=20, rate=0.001, batch=32),
)


def circle(seed):
    """Training and held-out points, float32 [1000, 2], and their classes, int32 [1000]."""
    random = np.random.RandomState(seed)
    points = random.uniform(-1.5, 1.5, (2 * SAMPLES, 2))
    classes = ((points**2).sum(1) < 1).astype(np.int32)
    points = points.astype(np.float32)
    return points[:SAMPLES], classes[:SAMPLES], points[SAMPLES:], classes[SAMPLES:]
