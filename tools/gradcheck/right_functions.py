"""Functions whose derivatives are right at the given inputs."""

import torch
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint

from case import Case, SineAndCosine, custom, tensors

D, C = torch.double, torch.cdouble
X, XY = tensors((3, 4)), tensors((3, 4), (3, 4))
SQUARE = tensors((3, 3))
POSITIVE = lambda: [(torch.rand(3, 4, dtype=D, generator=torch.Generator().manual_seed(1)) + 0.5).requires_grad_()]


def spd(x):
    return x @ x.mT + torch.eye(x.shape[-1], dtype=x.dtype)


def buffered():
    calls = torch.zeros(1)

    def function(x):
        calls.add_(1)  # counts, and does not change the result
        return torch.tanh(x)

    return function


def holding():
    weight = torch.full((4,), 0.5, dtype=D).requires_grad_()
    return lambda x: x * weight.detach()


PRODUCT = custom(lambda a, b: a * b, lambda a, b, g: (g * b, g * a))
CUBE = custom(lambda x: x**3, lambda x, g: 3 * g * x**2)
FLOAT_ONLY = custom(
    lambda x: x.float().tanh() if x.dtype == torch.float else 1 / 0, lambda x, g: g * (1 - torch.tanh(x) ** 2)
)


class TwoOutputs(SineAndCosine):
    """Takes gradients that are None for zeros."""

    @staticmethod
    def backward(ctx, g_sin, g_cos):
        (x,) = ctx.saved_tensors
        parts = [] if g_sin is None else [g_sin * torch.cos(x)]
        parts += [] if g_cos is None else [-g_cos * torch.sin(x)]
        return sum(parts) if parts else None


RIGHT = [
    Case("tanh", torch.tanh, X),
    Case("exp", torch.exp, X),
    Case("log of positive numbers", torch.log, POSITIVE),
    Case("sqrt of positive numbers", torch.sqrt, POSITIVE),
    Case("rsqrt", torch.rsqrt, POSITIVE),
    Case("gelu", F.gelu, X),
    Case("relu away from zero", torch.relu, X),
    Case("abs away from zero", torch.abs, X),
    Case("clamp", lambda x: x.clamp(-0.5, 0.5), X),
    Case("floor, whose derivative is zero", torch.floor, X),
    Case("sign, whose derivative is zero", torch.sign, X),
    Case("digamma", torch.digamma, POSITIVE),
    Case("erfinv", torch.erfinv, tensors((3, 4), scale=0.2)),
    Case("polygamma", lambda x: torch.polygamma(1, x), POSITIVE),
    Case("product", torch.mul, XY),
    Case("quotient", lambda a, b: a / b, lambda: tensors((3, 4))() + POSITIVE()),
    Case("power", torch.pow, lambda: POSITIVE() + tensors((3, 4))()),
    Case("broadcast sum", torch.add, tensors((3, 1), (1, 4))),
    Case("broadcast product with a number", torch.mul, tensors((3, 4), ())),
    Case("matrix product", torch.matmul, tensors((3, 4), (4, 2))),
    Case("batched matrix product", torch.bmm, tensors((2, 3, 4), (2, 4, 2))),
    Case("einsum", lambda a, b: torch.einsum("ij,kj->ik", a, b), tensors((3, 4), (2, 4))),
    Case("inverse", torch.linalg.inv, tensors((3, 3), shift=0.3)),
    Case("determinant", torch.linalg.det, SQUARE),
    Case("slogdet", lambda x: torch.linalg.slogdet(spd(x))[1], SQUARE),
    Case("singular values", torch.linalg.svdvals, tensors((3, 4))),
    Case("eigenvalues of a symmetric matrix", lambda x: torch.linalg.eigvalsh(x + x.mT), SQUARE),
    Case("Cholesky factor", lambda x: torch.linalg.cholesky(spd(x)), SQUARE),
    Case("QR, R", lambda x: torch.linalg.qr(x)[1], SQUARE),
    Case("solve", torch.linalg.solve, tensors((3, 3), (3, 2))),
    Case("matrix exponential", torch.linalg.matrix_exp, SQUARE),
    Case("pseudo-inverse", torch.linalg.pinv, tensors((3, 4))),
    Case("fft", torch.fft.fft, X),
    Case("rfft", torch.fft.rfft, X),
    Case("irfft", lambda z: torch.fft.irfft(z), tensors((3, 4), dtype=C)),
    Case("stft", lambda x: torch.stft(x, 8, window=torch.ones(8, dtype=D), return_complex=True), tensors((24,))),
    Case("complex product", torch.mul, tensors((3,), (3,), dtype=C)),
    Case("complex exp", torch.exp, tensors((3,), dtype=C)),
    Case("conjugate", torch.conj, tensors((3,), dtype=C)),
    Case("complex abs", torch.abs, tensors((3,), dtype=C)),
    Case("complex angle", torch.angle, tensors((3,), dtype=C)),
    Case("real part", torch.real, tensors((3,), dtype=C)),
    Case("softmax", lambda x: torch.softmax(x, 1), X),
    Case("log_softmax", lambda x: torch.log_softmax(x, 0), X),
    Case("layer_norm", lambda x: F.layer_norm(x, (4,)), X),
    Case("batch_norm in training", lambda x: F.batch_norm(x, None, None, training=True), X),
    Case("convolution", lambda x, w, b: F.conv2d(x, w, b, padding=1), tensors((1, 2, 4, 4), (2, 2, 3, 3), (2,))),
    Case("transposed convolution", F.conv_transpose1d, tensors((1, 2, 4), (2, 2, 3))),
    Case("max_pool", lambda x: F.max_pool1d(x, 2), tensors((1, 2, 6))),
    Case("bilinear interpolation", lambda x: F.interpolate(x, scale_factor=2, mode="bilinear"), tensors((1, 1, 3, 3))),
    Case("grid_sample", lambda x, g: F.grid_sample(x, torch.tanh(g), align_corners=False),
         tensors((1, 1, 4, 4), (1, 2, 2, 2), scale=0.3)),
    Case("embedding", lambda w: F.embedding(torch.tensor([0, 2, 2]), w), X),
    Case("cross_entropy", lambda x: F.cross_entropy(x, torch.tensor([1, 0, 3])), X),
    Case("binary cross entropy", lambda x: F.binary_cross_entropy_with_logits(x, torch.full((3, 4), 0.3, dtype=D)), X),
    Case("cdist", torch.cdist, tensors((3, 2), (4, 2))),
    Case("attention", lambda q, k, v: F.scaled_dot_product_attention(q, k, v), tensors((1, 3, 2), (1, 3, 2), (1, 3, 2))),
    Case("sort", lambda x: x.sort(1).values, X),
    Case("topk", lambda x: x.topk(2, 1).values, X),
    Case("gather", lambda x: x.gather(1, torch.tensor([[0, 0], [3, 1], [2, 2]])), X),
    Case("scatter_add", lambda x: torch.zeros(2, 4, dtype=D).index_add(0, torch.tensor([0, 1, 0]), x), X),
    Case("cumprod", lambda x: x.cumprod(1), X),
    Case("cumsum of a flipped input", lambda x: x.flip(0).cumsum(0), X),
    Case("logsumexp", lambda x: x.logsumexp(1), X),
    Case("variance", lambda x: x.var(1), X),
    Case("in-place operations inside", lambda x: x.clone().mul_(2).sin_(), X),
    Case("write through a view", lambda x: torch.cat([x.clone()[:1].mul_(3), x[1:]]), X),
    Case("checkpoint", lambda x: checkpoint(torch.tanh, x, use_reentrant=False), X),
    Case("own product", PRODUCT, XY),
    Case("own cube", CUBE, X),
    Case("own function with gradients that may be None", TwoOutputs.apply, X),
    Case("several outputs", lambda x: (x.sin(), x.sum(0), x[0, 0]), X),
    Case("an output of integers", lambda x: (x.sin(), x.argmax(1)), X),
    Case("an output that is no function of the input", lambda x: (x.sin(), torch.ones(2, dtype=D)), X),
    Case("an input that has no influence", lambda x, y: x.sin(), XY),
    Case("an input without gradient", torch.mul, lambda: [*X(), torch.ones(3, 4, dtype=D)]),
    Case("0-d input", torch.tanh, tensors(())),
    Case("empty input", torch.tanh, tensors((0, 4))),
    Case("transposed input", torch.tanh, lambda: [X()[0].detach().t().requires_grad_()]),
    Case("input with steps", torch.tanh, lambda: [torch.randn(6, 4, dtype=D)[::2].requires_grad_()]),
    Case("a function that counts its calls", buffered(), X),
    Case("a function that holds a tensor", holding(), X),
    Case("float32 with a large step", torch.tanh, tensors((3, 4), dtype=torch.float), options={"eps": 1e-2, "atol": 1e-2}),
    Case("own function for float32 only", FLOAT_ONLY, tensors((3, 4), dtype=torch.float),
         options={"eps": 1e-2, "atol": 1e-2}),
    Case("the same tensor twice", lambda x: x * x, X),
    Case("a tensor given twice", torch.mul, lambda: X() * 2),
    Case("an expanded input", torch.tanh, lambda: [torch.ones(4, dtype=D).expand(3, 4).requires_grad_()],
         why="its elements share memory and cannot be varied one by one; the report says so"),
    Case("NaN outside the domain of interest", lambda x: torch.where(x > 5, x, torch.nan), X,
         why="the derivative of NaN cannot be compared; the battery leaves such elements out"),
    Case("2nd derivative of tanh", torch.tanh, X, order=2),
    Case("2nd derivative of a matrix product", torch.matmul, tensors((3, 4), (4, 2)), order=2),
    Case("2nd derivative of softmax", lambda x: torch.softmax(x, 1), X, order=2),
    Case("2nd derivative of inverse", torch.linalg.inv, tensors((3, 3), shift=0.3), order=2),
    Case("2nd derivative of own cube", CUBE, X, order=2),
    Case("2nd derivative of own product", PRODUCT, XY, order=2),
    Case("2nd derivative of fft", lambda x: torch.fft.rfft(x).abs(), X, order=2),
    Case("2nd derivative of a convolution", lambda x, w: F.conv1d(x, w), tensors((1, 2, 5), (2, 2, 3)), order=2),
    Case("2nd derivative of a linear function", lambda x: 3 * x, X, order=2),
]
