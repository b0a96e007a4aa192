# Guide's network in PyTorch: Llama's architecture with grouped-query attention, RoPE, SwiGLU and tied embeddings. Names and layouts are GGUF's.
import torch
import torch.nn.functional as F
from torch import nn


class Norm(nn.Module):
    """RMSNorm over the last dimension, computed in float32."""

    def __init__(self, dim, epsilon):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.epsilon = epsilon

    def forward(self, x):
        x = x.float()
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.epsilon) * self.weight


class Block(nn.Module):
    def __init__(self, shape):
        super().__init__()
        dim, ff = shape["dim"], shape["ff"]
        self.heads, self.kv_heads = shape["heads"], shape["kvHeads"]
        self.head_dim = dim // self.heads
        kv = self.kv_heads * self.head_dim
        self.attn_norm = Norm(dim, shape["epsilon"])
        self.attn_q = nn.Linear(dim, dim, bias=False)
        self.attn_k = nn.Linear(dim, kv, bias=False)
        self.attn_v = nn.Linear(dim, kv, bias=False)
        self.attn_output = nn.Linear(dim, dim, bias=False)
        self.ffn_norm = Norm(dim, shape["epsilon"])
        self.ffn_gate = nn.Linear(dim, ff, bias=False)
        self.ffn_up = nn.Linear(dim, ff, bias=False)
        self.ffn_down = nn.Linear(ff, dim, bias=False)

    def forward(self, x, rope, mask):
        x = x + self.attention(self.attn_norm(x), rope, mask)
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h).float()) * self.ffn_up(h))

    def attention(self, h, rope, mask):
        batch, length, dim = h.shape

        def split(y, heads):
            return y.view(batch, length, heads, self.head_dim).transpose(1, 2)

        q = rotate(split(self.attn_q(h), self.heads), rope)
        k = rotate(split(self.attn_k(h), self.kv_heads), rope)
        v = split(self.attn_v(h), self.kv_heads)
        groups = self.heads // self.kv_heads
        k, v = (y.repeat_interleave(groups, dim=1) for y in (k, v))
        scores = q @ k.transpose(-2, -1)
        weights = F.softmax(scores.float() * self.head_dim**-0.5 + mask, dim=-1)
        y = weights.to(v.dtype) @ v
        return self.attn_output(y.transpose(1, 2).reshape(batch, length, dim))


def rotate(x, rope):
    """Turns the pairs (2i, 2i+1) by the position's angles, as GGUF's `llama` does; x is [batch, heads, length, head_dim]."""
    cos, sin = rope
    even, odd = x[..., 0::2].float(), x[..., 1::2].float()
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


class Guide(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape["vocab"], shape["dim"])
        self.blk = nn.ModuleList(Block(shape) for _ in range(shape["layers"]))
        self.output_norm = Norm(shape["dim"], shape["epsilon"])
        for name, parameter in self.named_parameters():
            if parameter.dim() < 2:
                continue
            deep = name.endswith(("attn_output.weight", "ffn_down.weight"))
            nn.init.normal_(parameter, std=0.02 / (2 * shape["layers"]) ** 0.5 if deep else 0.02)

    def forward(self, ids, at):
        """Logits [n, vocab] of the positions `at`, indices into the flattened ids [batch, length]."""
        length = ids.shape[1]
        half = self.shape["dim"] // self.shape["heads"] // 2
        rates = self.shape["ropeBase"] ** -(torch.arange(half, device=ids.device) / half)
        angles = torch.arange(length, device=ids.device)[:, None] * rates
        rope = (angles.cos(), angles.sin())
        mask = torch.full((length, length), float("-inf"), device=ids.device).triu(1)
        x = self.token_embd(ids)
        for block in self.blk:
            x = block(x, rope, mask)
        h = self.output_norm(x.flatten(0, 1)[at])
        return F.linear(h, self.token_embd.weight)
