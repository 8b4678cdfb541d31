"""Milliseconds of a seed's trials in JAX, jit-compiled with a scan over the epochs, without compilation and data.

    jax_trials.py WIDTH_INDEX|circle jit|vmap SEEDS

jit trains one seed after another, vmap all at once.
"""
import statistics
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np

from work import CIRCLE, WIDTHS, circle

ACTIVATIONS = {"identity": lambda z: z, "relu": jax.nn.relu, "gelu": lambda z: jax.nn.gelu(z, approximate=False)}


def initial(key, sizes):
    """Weights and biases of each layer, uniform within 1 / sqrt(inputs) as in torch.nn.Linear."""
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        key, first, second = jax.random.split(key, 3)
        bound = inputs**-0.5
        layers.append((jax.random.uniform(first, (inputs, outputs), minval=-bound, maxval=bound),
                       jax.random.uniform(second, (outputs,), minval=-bound, maxval=bound)))
    return layers


def trainer(work, activation):
    """(key, data of a seed) -> the accuracy on held-out points after each epoch."""
    f = ACTIVATIONS[activation]

    def outputs(layers, x):
        for w, b in layers[:-1]:
            x = f(x @ w + b)
        return x @ layers[-1][0] + layers[-1][1]

    def adam(p, m, v, g, t):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        return p - work.rate * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8), m, v

    def train(key, x, y, held_out_x, held_out_y):
        def loss(layers):
            return -jnp.take_along_axis(jax.nn.log_softmax(outputs(layers, x)), y[:, None], 1).mean()

        def epoch(state, t):
            leaves, treedef = jax.tree.flatten(state[0])
            gradients = jax.tree.leaves(jax.grad(loss)(state[0]))
            moved = [adam(p, m, v, g, t) for p, m, v, g in zip(leaves, state[1], state[2], gradients)]
            layers = jax.tree.unflatten(treedef, [p for p, _, _ in moved])
            accuracy = (outputs(layers, held_out_x).argmax(1) == held_out_y).mean()
            return (layers, [m for _, m, _ in moved], [v for _, _, v in moved]), accuracy

        layers = initial(key, (2, *work.hidden, 2))
        zeros = [jnp.zeros_like(p) for p in jax.tree.leaves(layers)]
        return jax.lax.scan(epoch, (layers, zeros, zeros), jnp.arange(1.0, work.epochs + 1))[1]

    return train


def main():
    work = CIRCLE if sys.argv[1] == "circle" else WIDTHS[int(sys.argv[1])]
    mode, seeds = sys.argv[2], int(sys.argv[3])
    data = [np.stack(part) for part in zip(*(circle(seed) for seed in range(seeds)))]
    keys = jax.random.split(jax.random.PRNGKey(0), seeds)
    total = 0.0
    for activation in work.activations:
        train = trainer(work, activation)
        compiled = jax.jit(jax.vmap(train) if mode == "vmap" else train)
        batches = [(keys, *data)] if mode == "vmap" else [(keys[s], *(part[s] for part in data)) for s in range(seeds)]
        batches = jax.device_put(batches)
        compiled(*batches[0]).block_until_ready()  # compiles
        milliseconds = []
        for batch in batches:
            start = time.perf_counter()
            compiled(*batch).block_until_ready()
            milliseconds.append(1e3 * (time.perf_counter() - start))
        total += statistics.median(milliseconds) / (seeds if mode == "vmap" else 1)
    print(total)


main()
