#!/usr/bin/env python3
"""Computes the reference values of this folder with NumPy and PyTorch. The C++ tests compare with them.

    python3 tests/reference/make_reference.py            writes the JSON files
    python3 tests/reference/make_reference.py --check    compares with the existing files, changes nothing

pytorch_reference.json is not written by this script, but --check reproduces it too. Everything runs on one thread.
Other processors and BLAS libraries may sum float32 in a different order, which long training amplifies.
"""
import json
import math
import pathlib
import sys

import numpy as np
import torch

HERE = pathlib.Path(__file__).resolve().parent
SHUFFLE = 0x9E3779B9  # core/random.h, shuffle_stream


# The data sets: from np.random, seeded by the caller; computed in double, then cast to float32.


def circle(samples):
    points = np.random.uniform(-1.5, 1.5, (samples, 2))
    labels = (points[:, 0] ** 2 + points[:, 1] ** 2 < 1).astype(np.int64)
    return points.astype(np.float32), labels


def spiral(samples_per_class, classes=3, noise=0.2):
    points = np.zeros((samples_per_class * classes, 2))
    labels = np.zeros(samples_per_class * classes, dtype=np.int64)
    for c in range(classes):
        rows = slice(samples_per_class * c, samples_per_class * (c + 1))
        r = np.linspace(0.0, 1.0, samples_per_class)
        t = np.linspace(c * 4, (c + 1) * 4, samples_per_class) + np.random.randn(samples_per_class) * noise
        points[rows] = np.c_[r * np.sin(t * 2.5), r * np.cos(t * 2.5)]
        labels[rows] = c
    return points.astype(np.float32), labels


def plane(draw, samples):
    """Draws points one by one, each as (x0, x1, class)."""
    drawn = [draw(i) for i in range(samples)]
    points = np.array([point[:2] for point in drawn]).reshape(-1, 2)
    return points.astype(np.float32), np.array([point[2] for point in drawn], dtype=np.int64)


def moved(x0, x1, label, noise):
    x0 += noise * np.random.randn()
    return x0, x1 + noise * np.random.randn(), label


def moons(samples, noise):
    upper = samples - samples // 2
    angles = np.r_[np.linspace(0, np.pi, upper), np.linspace(0, np.pi, samples // 2)]

    def draw(i):
        t = angles[i]
        if i < upper:
            return moved(np.cos(t), np.sin(t), 0, noise)
        return moved(1 - np.cos(t), 0.5 - np.sin(t), 1, noise)

    return plane(draw, samples)


def rings(samples, factor, noise):
    def draw(i):
        t, radius = np.random.uniform(0, 2 * np.pi), factor if i % 2 else 1.0
        return moved(radius * np.cos(t), radius * np.sin(t), i % 2, noise)

    return plane(draw, samples)


def xor(samples, noise):
    def draw(i):
        x0, x1 = np.random.uniform(-1, 1), np.random.uniform(-1, 1)
        return moved(x0, x1, int((x0 > 0) != (x1 > 0)), noise)

    return plane(draw, samples)


def checkerboard(samples, squares, noise):
    def draw(i):
        x0, x1 = np.random.uniform(-1, 1), np.random.uniform(-1, 1)
        column, row = (int(np.floor((x + 1) / 2 * squares)) for x in (x0, x1))
        return moved(x0, x1, (column + row) % 2, noise)

    return plane(draw, samples)


def sine(samples, offset=0.0):
    x = (np.arange(samples).reshape(-1, 1) + offset) / samples
    return x.astype(np.float32), np.sin(2 * np.pi * x).astype(np.float32)


def make_data(config, seed):
    """The training and the test sample of a config's `data`, as tensors."""
    np.random.seed(seed)
    if config["kind"] == "circle":
        train, test = circle(config["samples"]), circle(config["test_samples"])
    elif config["kind"] == "spiral":
        train, test = spiral(config["samples_per_class"]), spiral(config["test_samples_per_class"])
    elif config["kind"] == "sine":
        train, test = sine(config["samples"]), sine(config["test_samples"], 0.5)
    else:
        make = {"moons": moons, "rings": rings, "xor": xor, "checkerboard": checkerboard}[config["kind"]]
        options = {key: value for key, value in config.items() if key not in ("kind", "samples", "test_samples")}
        train, test = make(config["samples"], **options), make(config["test_samples"], **options)
    return [tuple(map(torch.from_numpy, sample)) for sample in (train, test)]


# Models and training, from a config.


def make_model(widths, activation, seed, init="torch"):
    torch.manual_seed(seed)
    modules = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        # nn.Linear would initialise its own weights first; skip_init leaves the random stream to `init`.
        if init == "torch":
            layer = torch.nn.Linear(fan_in, fan_out)
        else:
            layer = torch.nn.utils.skip_init(torch.nn.Linear, fan_in, fan_out)
            with torch.no_grad():
                INITS[init](layer.weight)
                layer.bias.zero_()
        modules += [layer, activation(fan_out)]
    return torch.nn.Sequential(*modules[:-1])


INITS = {
    "xavier_uniform": torch.nn.init.xavier_uniform_,
    "xavier_normal": torch.nn.init.xavier_normal_,
    "he_uniform": lambda w: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu"),
    "he_normal": lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="relu"),
    "normal": lambda w: torch.nn.init.normal_(w, std=0.01),
}
ACTIVATIONS = {"identity": torch.nn.Identity, "relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}


def activation_of(config):
    """A factory (features -> module) for an activation, given as a name or as {prelu: {...}}."""
    if isinstance(config, str):
        return lambda features: ACTIVATIONS[config]()
    options = config["prelu"]
    return lambda features: torch.nn.PReLU(features if options.get("per_channel") else 1, options.get("init", 0.25))


def make_optimizer(parameters, config):
    options = {key: value for key, value in config.items() if key != "kind"}
    kinds = {
        "sgd": torch.optim.SGD,
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "rmsprop": torch.optim.RMSprop,
        "adagrad": torch.optim.Adagrad,
    }
    return kinds[config["kind"]](parameters, **options)


def make_loss(name, classes):
    """(value, hits): the mean loss of outputs, and a mask of the correctly classified samples."""
    if name == "cross_entropy":
        return torch.nn.functional.cross_entropy, lambda z, y: z.argmax(1) == y
    if name == "bce":
        value = torch.nn.functional.binary_cross_entropy_with_logits
        return lambda z, y: value(z, y.to(z.dtype).unsqueeze(1)), lambda z, y: (z[:, 0] > 0) == (y > 0)
    if classes:
        one_hot = torch.nn.functional.one_hot
        value = lambda z, y: torch.nn.functional.mse_loss(z, one_hot(y, classes).to(z.dtype))
        return value, lambda z, y: z.argmax(1) == y
    return torch.nn.functional.mse_loss, None


def train(model, data, training, loss, seed):
    """The loss of every epoch: the mean over its batches, each before its update."""
    (inputs, targets), samples = data, len(data[0])
    optimizer = make_optimizer(model.parameters(), training["optimizer"])
    lr, decay, step = training["optimizer"]["lr"], training["decay"], 0
    batch_size = training["batch_size"] or samples
    shuffles = np.random.RandomState((seed + SHUFFLE) % 2**32)
    losses = []
    for _ in range(training["epochs"]):
        order = torch.from_numpy(shuffles.permutation(samples)) if batch_size < samples else torch.arange(samples)
        total = 0.0
        for rows in order.split(batch_size):
            for group in optimizer.param_groups:
                group["lr"] = lr / (1 + decay * step)
            step += 1
            value = loss(model(inputs[rows]), targets[rows])
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            total += value.item() * len(rows)
        losses.append(total / samples)
    return losses


def run(config, seed, dtype=torch.float32):
    """Trains the config's model once, in `dtype`, from float32 data and weights. Returns (model, losses, scores)."""
    train_sample, test_sample = make_data(config["data"], seed)
    classes = 0 if train_sample[1].dtype == torch.float32 else int(train_sample[1].max()) + 1
    value, hits = make_loss(config["training"]["loss"], classes)
    outputs = 1 if config["training"]["loss"] == "bce" else classes or 1
    widths = [train_sample[0].shape[1], *config["model"]["hidden"], outputs]
    model = make_model(widths, activation_of(config["model"]["activation"]), seed).to(dtype)
    train_sample, test_sample = ([t.to(dtype) if t.is_floating_point() else t for t in sample]
                                 for sample in (train_sample, test_sample))
    losses = train(model, train_sample, config["training"], value, seed)

    def score(sample):
        with torch.no_grad():
            z = model(sample[0])
            result = {"loss": digits(value(z, sample[1]).item())}
            if hits:
                result["accuracy"] = digits(hits(z, sample[1]).float().mean().item())
        return result

    return model, losses, {"train": score(train_sample), "test": score(test_sample)}


def digits(value):
    """The value with nine digits, which distinguish all float32 numbers."""
    return float(f"{value:.9g}")


def rounded(tensor):
    return [digits(value) for value in tensor.flatten().tolist()]


def summary(values):
    """The first and last few values, and the sum of all in double."""
    flat = np.asarray(values).flatten()
    return {
        "size": flat.size,
        "first": rounded(flat[:4]),
        "last": rounded(flat[-4:]),
        "sum": float(flat.astype(np.float64).sum()),
    }


# The files.


def numpy_streams():
    """NumPy's legacy streams in full double precision; the generator is seeded again for each list."""
    cases = []
    for seed in (0, 1, 2, 42, 123456789, 2**31, 2**32 - 1):
        draw = lambda call: (np.random.seed(seed), call())[1]
        cases.append(
            {
                "seed": seed,
                "random_sample": draw(lambda: np.random.random_sample(5)).tolist(),
                "uniform": draw(lambda: np.random.uniform(-1.5, 1.5, 5)).tolist(),
                "randn": draw(lambda: np.random.randn(7)).tolist(),
                "permutation_1": draw(lambda: np.random.permutation(1)).tolist(),
                "permutation_10": draw(lambda: np.random.permutation(10)).tolist(),
                "permutation_1000": draw(lambda: np.random.permutation(1000))[:10].tolist(),
                # Interleaved calls: a stored normal must survive other draws.
                "mixed": draw(lambda: [np.random.randn(), np.random.uniform(0, 1), *np.random.permutation(5).tolist(),
                                       np.random.randn(), np.random.randn()]),
                "far": draw(lambda: np.random.random_sample(100000))[-1],
            }
        )
    return cases


def datasets():
    configs = [
        {"kind": "circle", "samples": 1000, "test_samples": 1000},
        {"kind": "circle", "samples": 7, "test_samples": 3},
        {"kind": "spiral", "samples_per_class": 100, "test_samples_per_class": 100},
        {"kind": "spiral", "samples_per_class": 7, "test_samples_per_class": 1},
        {"kind": "sine", "samples": 1000, "test_samples": 1000},
        {"kind": "sine", "samples": 200, "test_samples": 50},
        {"kind": "moons", "samples": 101, "test_samples": 30, "noise": 0.1},
        {"kind": "xor", "samples": 101, "test_samples": 30, "noise": 0.1},
        {"kind": "rings", "samples": 101, "test_samples": 30, "factor": 0.3, "noise": 0.1},
        {"kind": "checkerboard", "samples": 101, "test_samples": 30, "squares": 3, "noise": 0.02},
    ]
    cases = []
    for config in configs:
        for seed in (0,) if config["kind"] == "sine" else (0, 1, 2):
            case = {"data": config, "seed": seed}
            for name, (inputs, targets) in zip(("train", "test"), make_data(config, seed)):
                case[name] = {"inputs": summary(inputs.numpy()), "targets": summary(targets.numpy())}
            cases.append(case)
    return cases


def weights():
    cases = []
    for widths in ([2, 10, 2], [2, 64, 3], [1, 8, 8, 1], [1, 64, 64, 1], [3, 1]):
        for init in ["torch", *INITS]:
            for seed in (0, 1, 2**32 - 1) if init == "torch" else (0,):
                model = make_model(widths, activation_of("identity"), seed, init)
                parameters = {name: summary(value.detach().numpy()) for name, value in model.named_parameters()}
                cases.append({"widths": widths, "init": init, "seed": seed, "parameters": parameters})
    return cases


def training():
    """Short training runs of a small smooth network for each optimizer, loss and kind of batch. In float64, so that the
    error of a float32 engine is only its own rounding."""
    optimizers = [
        {"kind": "sgd", "lr": 0.5},
        {"kind": "sgd", "lr": 0.1, "momentum": 0.9},
        {"kind": "sgd", "lr": 0.1, "momentum": 0.9, "nesterov": True},
        {"kind": "sgd", "lr": 0.5, "momentum": 0.5, "weight_decay": 0.01},
        {"kind": "adam", "lr": 0.02},
        {"kind": "adam", "lr": 0.02, "betas": [0.8, 0.95], "eps": 1e-4, "weight_decay": 0.01},
        {"kind": "adamw", "lr": 0.02},
        {"kind": "adamw", "lr": 0.02, "betas": [0.8, 0.95], "eps": 1e-4, "weight_decay": 0.1},
        {"kind": "rmsprop", "lr": 0.01},
        {"kind": "rmsprop", "lr": 0.01, "alpha": 0.9, "momentum": 0.5, "weight_decay": 0.01},
        {"kind": "adagrad", "lr": 0.01},
        {"kind": "adagrad", "lr": 0.01, "weight_decay": 0.01},
    ]
    base = {"epochs": 30, "batch_size": 0, "optimizer": {"kind": "adam", "lr": 0.02}, "decay": 0, "loss": "cross_entropy"}
    settings = [dict(base, optimizer=optimizer, decay=decay) for optimizer in optimizers for decay in (0, 0.05)]
    circles = {"kind": "circle", "samples": 200, "test_samples": 100}
    sines = {"kind": "sine", "samples": 100, "test_samples": 100}
    small = {"hidden": [8], "activation": "tanh"}
    configs = [{"data": circles, "model": small, "training": setting} for setting in settings]
    for loss in ("bce", "mse"):
        configs.append({"data": circles, "model": small, "training": dict(base, loss=loss)})
    configs.append({"data": sines, "model": {"hidden": [8, 8], "activation": "tanh"}, "training": dict(base, loss="mse")})
    configs.append({"data": sines, "model": {"hidden": [8, 8], "activation": "relu"}, "training": dict(base, loss="mse")})
    configs.append({"data": circles, "model": {"hidden": [], "activation": "relu"}, "training": base})
    # Learned parameters of an activation are treated like all others, including weight decay.
    for prelu in ({}, {"init": 0.4, "per_channel": True}):
        learning = {"hidden": [8, 6], "activation": {"prelu": prelu}}
        for optimizer in (optimizers[3], optimizers[5], optimizers[7]):
            configs.append({"data": circles, "model": learning, "training": dict(base, optimizer=optimizer)})
    # 50 divides the 200 samples, 64 leaves a short last batch, 1000 is more than all samples.
    for batch_size in (50, 64, 1000):
        configs.append({"data": circles, "model": small, "training": dict(base, epochs=10, batch_size=batch_size)})
    configs.append({"data": circles, "model": small, "training": dict(base, epochs=10, batch_size=64, decay=0.05)})
    cases = []
    for config in configs:
        model, losses, scores = run(config, seed=3, dtype=torch.float64)
        final = {name: rounded(value.detach()) for name, value in model.named_parameters()}
        cases.append({**config, "seed": 3, "losses": [digits(loss) for loss in losses], **scores, "weights": final})
    return cases


EXPERIMENTS = {
    "circle": (
        {"kind": "circle", "samples": 1000, "test_samples": 1000},
        [10],
        {"epochs": 100, "batch_size": 0, "optimizer": {"kind": "adam", "lr": 0.01}, "decay": 0, "loss": "cross_entropy"},
    ),
    "spiral": (
        {"kind": "spiral", "samples_per_class": 100, "test_samples_per_class": 100},
        [64],
        {"epochs": 300, "batch_size": 0, "optimizer": {"kind": "adam", "lr": 0.02}, "decay": 0, "loss": "cross_entropy"},
    ),
}
MODELS = {"LinearNN": "identity", "NonLinearNN": "relu"}


def experiments():
    """Two comparisons with twenty seeds: the losses of some epochs, and the scores after the last update."""
    cases = []
    for name, (data, hidden, settings) in EXPERIMENTS.items():
        epochs = [*range(11), 20, 50, 99] + ([200, 299] if settings["epochs"] > 100 else [])
        for seed in range(20):
            case = {"experiment": name, "seed": seed}
            for model_name, activation in MODELS.items():
                config = {"data": data, "model": {"hidden": hidden, "activation": activation}, "training": settings}
                _, losses, scores = run(config, seed)
                case[model_name] = {"loss": {str(epoch): digits(losses[epoch]) for epoch in epochs}, **scores}
            cases.append(case)
    return cases


def forward():
    """Two dense layers on the spiral, as in "Neural Networks from Scratch": ReLU, then softmax."""
    np.random.seed(0)
    inputs, _ = spiral(100)
    weights1 = (0.01 * np.random.randn(2, 3)).astype(np.float32)
    weights2 = (0.01 * np.random.randn(3, 3)).astype(np.float32)
    hidden = np.maximum(0, inputs @ weights1)
    assert [f"{value:.8f}" for value in hidden[1:5, 1]] == ["0.00011395", "0.00031729", "0.00052666", "0.00071401"]
    logits = hidden @ weights2
    powers = np.exp(logits - logits.max(1, keepdims=True))
    softmax = powers / powers.sum(1, keepdims=True)
    rows = lambda values: [rounded(row) for row in values]
    return {
        "seed": 0,
        "samples_per_class": 100,
        "weights1": rows(weights1),
        "weights2": rows(weights2),
        "relu": {"first": rows(hidden[:5]), "last": rows(hidden[-5:])},
        "softmax": {"first": rows(softmax[:5]), "last": rows(softmax[-5:])},
    }


def given():
    """Recomputes pytorch_reference.json."""
    cases = []
    for seed in range(3):
        for name, (data, hidden, settings) in EXPERIMENTS.items():
            (inputs, targets), _ = make_data(data, seed)
            case = {"data": name, "seed": seed, "x0": inputs[0].tolist(), "ones": int((targets == 1).sum())}
            for model_name, activation in MODELS.items():
                config = {"data": data, "model": {"hidden": hidden, "activation": activation}, "training": settings}
                _, losses, scores = run(config, seed)
                first = make_model([2, *hidden, 2 if name == "circle" else 3], activation_of(activation), seed)[0]
                case[model_name] = {
                    "fc1_w0": first.weight[0].tolist(),
                    "loss": {str(epoch): round(losses[epoch], 6) for epoch in (0, 1, 2, 5, 10, 20, 50, 99)},
                    "final_loss": round(losses[-1], 6),
                    "accuracy": round(scores["train"]["accuracy"], 6),
                }
            cases.append(case)
    return cases


def differences(found, expected, path=""):
    """(path, found, expected) of every leaf that differs."""
    if isinstance(expected, (dict, list)):
        if type(found) is not type(expected) or len(found) != len(expected):
            return [(path, "different shape", "")]
        keys = expected if isinstance(expected, dict) else range(len(expected))
        return [d for key in keys for d in differences(found[key], expected[key], f"{path}/{key}")]
    same = found == expected or (isinstance(found, float) and math.isnan(found) and math.isnan(expected))
    return [] if same else [(path, found, expected)]


def main():
    torch.set_num_threads(1)
    files = [numpy_streams, datasets, weights, training, experiments, forward]
    check = "--check" in sys.argv
    if check:
        files.append(given)
    for make in files:
        path = HERE / ("pytorch_reference.json" if make is given else f"{make.__name__}.json")
        made = json.loads(json.dumps(make()))
        if not check:
            lines = [json.dumps(case, separators=(",", ":")) for case in (made if isinstance(made, list) else [made])]
            path.write_text("[\n" + ",\n".join(lines) + "\n]\n" if isinstance(made, list) else lines[0] + "\n")
            print(path.name, path.stat().st_size, "bytes")
            continue
        found = differences(made, json.loads(path.read_text()))
        print(f"{path.name}: {len(found)} differences")
        for where, now, then in found[:20]:
            print(f"  {where}: {now}, was {then}")


if __name__ == "__main__":
    main()
