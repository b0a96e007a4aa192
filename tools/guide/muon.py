# The Muon optimizer (Jordan et al. 2024): momentum whose update is brought near an orthogonal matrix by Newton-Schulz steps.
import torch

# Coefficients of the quintic iteration, from the authors' article.
A, B, C = 3.4445, -4.7750, 2.0315


class Muon(torch.optim.Optimizer):
    """For 2-D parameters only; those of one shape are orthogonalized together."""

    def __init__(self, params, lr, momentum=0.95, steps=5):
        super().__init__(params, {"lr": lr, "momentum": momentum, "steps": steps})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            by_shape = {}
            for parameter in group["params"]:
                by_shape.setdefault(tuple(parameter.shape), []).append(parameter)
            for (rows, columns), parameters in by_shape.items():
                updates = orthogonal(torch.stack([self.update(p, group["momentum"]) for p in parameters]), group["steps"])
                scale = max(1.0, rows / columns) ** 0.5
                for parameter, update in zip(parameters, updates):
                    parameter.add_(update.to(parameter.dtype), alpha=-group["lr"] * scale)

    def update(self, parameter, momentum):
        """The gradient with Nesterov momentum."""
        state = self.state[parameter]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(parameter)
        state["momentum"].lerp_(parameter.grad, 1 - momentum)
        return parameter.grad.lerp(state["momentum"], momentum)


def orthogonal(matrices, steps):
    """The nearest orthogonal matrices, roughly; matrices is [n, rows, columns]."""
    x = matrices.to(torch.bfloat16)
    tall = x.shape[1] > x.shape[2]
    if tall:
        x = x.transpose(1, 2)
    x = x / (x.float().flatten(1).norm(dim=1)[:, None, None] + 1e-7).to(x.dtype)
    for _ in range(steps):
        gram = x @ x.transpose(1, 2)
        x = A * x + (B * gram + C * gram @ gram) @ x
    return x.transpose(1, 2) if tall else x
