# Step 2 of training: fits the network to the prepared corpus in one pass, and writes its weights as one float32 file.
# `python3 train.py FOLDER [SEED]`; on a GPU where PyTorch has one, else on the CPU.
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from model import Guide
from muon import Muon

folder = Path(sys.argv[1])
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1

BATCH_TOKENS = 4096  # padding included
# Lengths and numbers of judged tokens are rounded up to these: PyTorch's CPU kernels are compiled once for each shape.
LENGTH_STEP = 8
JUDGED_STEP = 256
WINDOW = 65536  # conversations that are grouped by length together
RATE_MATRICES = 0.02
RATE_OTHERS = 2e-3
WARM_UP = 100  # steps
DECAY = 0.6  # the share of the run in which the rate falls to zero

torch.set_num_threads(os.cpu_count())
torch.manual_seed(seed)
rng = np.random.default_rng(seed)
device = "cuda" if torch.cuda.is_available() else "cpu"

shape = json.loads((folder / "shape.json").read_text())
ids = np.fromfile(folder / "ids.u16", dtype=np.uint16)
loss_at = np.fromfile(folder / "loss.u8", dtype=np.uint8)
ends = np.fromfile(folder / "ends.u32", dtype=np.uint32).astype(np.int64)
starts = np.concatenate(([0], ends[:-1]))


def padded(length):
    return -(-int(length - 1) // LENGTH_STEP) * LENGTH_STEP


def batches():
    """Groups of conversations of one padded length, in random order inside a window."""
    lengths = ends - starts
    for begin in range(0, len(ends), WINDOW):
        by_length = {}
        for index in range(begin, min(begin + WINDOW, len(ends))):
            by_length.setdefault(padded(lengths[index]), []).append(index)
        groups = []
        for length, members in sorted(by_length.items()):
            rows = max(1, BATCH_TOKENS // length)
            groups += [(length, rows, members[at : at + rows]) for at in range(0, len(members), rows)]
        for at in rng.permutation(len(groups)):
            yield groups[at]


def tensors(length, rows, group):
    """ids [rows, length], places in the flattened ids that predict a judged token, and those tokens; -100 is no token."""
    batch = np.zeros((rows, length), dtype=np.int64)
    places, targets = [], []
    for row, i in enumerate(group):
        text = ids[starts[i] : ends[i]].astype(np.int64)
        batch[row, : len(text) - 1] = text[:-1]
        judged = np.flatnonzero(loss_at[starts[i] + 1 : ends[i]])
        places.append(row * length + judged)
        targets.append(text[judged + 1])
    places, targets = np.concatenate(places), np.concatenate(targets)
    missing = -len(places) % JUDGED_STEP
    places = np.pad(places, (0, missing))
    targets = np.pad(targets, (0, missing), constant_values=-100)
    return [torch.from_numpy(array).to(device) for array in (batch, places, targets)]


def machine():
    """The processor or GPU that trains, in words."""
    if device == "cuda":
        return torch.cuda.get_device_name()
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return f"{torch.get_num_threads()} x {names[0]}"


all_batches = list(batches())
model = Guide(shape).to(device)
matrices = [p for name, p in model.named_parameters() if p.dim() == 2 and name.startswith("blk.")]
others = [p for name, p in model.named_parameters() if not (p.dim() == 2 and name.startswith("blk."))]
optimizers = [
    Muon(matrices, lr=RATE_MATRICES),
    torch.optim.AdamW(others, lr=RATE_OTHERS, betas=(0.9, 0.98), eps=1e-10, weight_decay=0.0),
]
for optimizer in optimizers:
    for group in optimizer.param_groups:
        group["peak"] = group["lr"]


def rate(step):
    left = 1 - step / len(all_batches)
    return min(1.0, (step + 1) / WARM_UP, left / DECAY)


print(f"{sum(p.numel() for p in model.parameters())} parameters, {len(all_batches)} steps on {device}", flush=True)
began, seen, average = time.time(), 0, None
for step, (length, rows, group) in enumerate(all_batches):
    batch, places, targets = tensors(length, rows, group)
    for optimizer in optimizers:
        for entry in optimizer.param_groups:
            entry["lr"] = entry["peak"] * rate(step)
    with torch.autocast(device, dtype=torch.bfloat16):
        logits = model(batch, places)
    loss = F.cross_entropy(logits.float(), targets)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(others, 1.0)
    for optimizer in optimizers:
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    seen += batch.numel()
    average = loss.item() if average is None else 0.98 * average + 0.02 * loss.item()
    if step % 50 == 0 or step == len(all_batches) - 1:
        spent = time.time() - began
        left = spent / (step + 1) * (len(all_batches) - step - 1)
        print(f"step {step} loss {average:.4f} {seen / spent:.0f} tokens/s, {left / 60:.1f} min left", flush=True)

index, offset = {}, 0
with open(folder / "weights.f32", "wb") as file:
    for name, parameter in model.state_dict().items():
        data = parameter.detach().cpu().float().numpy()
        index[name] = {"shape": list(data.shape), "offset": offset}
        file.write(data.tobytes())
        offset += data.nbytes
training = {
    "conversations": len(ends),
    "tokens": len(ids),
    "seconds": round(time.time() - began),
    "machine": machine(),
    "seed": seed,
}
(folder / "weights.json").write_text(json.dumps({"tensors": index, "training": training}))
