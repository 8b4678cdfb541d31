"""actlab: a laboratory for the activation functions of neural networks. So far: actlab.gradcheck."""
