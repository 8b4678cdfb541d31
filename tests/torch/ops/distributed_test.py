"""The operators of libactlab_ops.so in PyTorch's distributed training, with one process: distributed_test.py LIBRARY."""

import copy
import tempfile
import unittest

from operators import ACTIVATIONS, IS_TORCH2

import torch
import torch.distributed as dist

CASES = [case for case in ACTIVATIONS if not case.is_random]


class Model(torch.nn.Module):
    """A layer, each activation of it, and their sum."""

    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(6, 6)
        self.weight = torch.nn.Parameter(torch.full((6,), 0.7))

    def forward(self, x):
        z = self.linear(x)
        results = [case(*(z if name == "input" else self.weight for name in case.tensors)) for case in CASES]
        return sum(result.sum() for result in results)


def gradients(model, x):
    model(x).backward()
    return [parameter.grad for parameter in model.parameters()]


@unittest.skipUnless(dist.is_available() and dist.is_gloo_available() if IS_TORCH2 else dist.is_available(), "no gloo")
class Distributed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        dist.init_process_group("gloo", init_method=f"file://{cls.folder.name}/store", rank=0, world_size=1)

    @classmethod
    def tearDownClass(cls):
        dist.destroy_process_group()
        cls.folder.cleanup()

    def test_data_parallel_gives_the_gradients_of_one_process(self):
        model, x = Model(), torch.randn(8, 6)
        parallel = torch.nn.parallel.DistributedDataParallel(copy.deepcopy(model))
        torch.testing.assert_close(gradients(parallel, x), gradients(model, x))

    @unittest.skipUnless(IS_TORCH2, "FSDP2 came with PyTorch 2.4")
    def test_fully_sharded_gives_the_gradients_of_one_process(self):
        from torch.distributed.device_mesh import init_device_mesh
        from torch.distributed.fsdp import fully_shard

        model, x = Model(), torch.randn(8, 6)
        sharded = fully_shard(copy.deepcopy(model), mesh=init_device_mesh("cpu", (1,)))
        actual = [gradient.full_tensor() for gradient in gradients(sharded, x)]
        torch.testing.assert_close(actual, gradients(model, x))


if __name__ == "__main__":
    unittest.main()
