"""Protects the tests: each mutant is one wrong line in the library, and an ordinary test must fail on it.

    python tests/mutants.py            all of them, about four minutes
    python tests/mutants.py layer      those of one module
    python tests/mutants.py --first layer   only the first of them

Each mutant is a textual replacement in a copy of the library and its tests, on which the tests of that module run.
Prints one line per mutant and exits with 1 if one survives, if its text is not found (exactly once), or if the tests
fail without any mutant.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Mutant(NamedTuple):
    module: str
    right: str
    wrong: str
    what: str


# Which tests must notice.
LAYERS = ("layers/test_layer", "layers/test_check", "layers/test_initialise", "sections/checking/test_planted")
# A module's name: where it stands, and the tests that are to kill its mutants.
MODULES = {
    "passes": ("engine/passes", ("engine/test_passes", "engine/test_check")),
    "ops": ("engine/ops", ("engine/test_ops", "engine/test_passes")),
    "layer": ("layers/layer", LAYERS),
    "guards": ("layers/guards", ("layers/test_layer", "layers/test_losses")),
    "losses": ("layers/losses", ("layers/test_losses", "sections/checking/test_planted")),
    "initialise": ("layers/initialise", LAYERS),
    "check": ("layers/check", ("layers/test_check", "sections/checking/test_planted")),
    "train": ("layers/train", ("layers/test_train",)),
    "spread": ("layers/spread", ("layers/test_spread", "sections/depth/test_blocks")),
    "differences": ("differences", ("test_differences", "layers/test_check")),
    "blocks": ("sections/depth/blocks", ("sections/depth/test_blocks",)),
    "rebuild": ("sections/training/rebuild", ("sections/training/test_rebuild",)),
}

MUTANTS = (
    # The engine.
    Mutant("passes", "gradient[arg] + contribution if arg in gradient else contribution", "contribution", "= for +="),
    Mutant("passes", "            contribution = shaped_like(args[slot], contribution)\n", "",
           "broadcasting not undone"),
    Mutant("passes", "        share = share.sum(axis=0)\n", "        share = share.mean(axis=0)\n",
           "the bias's rows averaged"),
    Mutant("passes", "range(max(gradient), -1, -1)", "range(max(gradient) + 1)", "the sweep runs forwards"),
    Mutant("passes", "vjp(upstream, values[user]", "vjp(1.0, values[user]", "upstream forgotten"),
    Mutant("ops", "matmul(upstream, transpose(b))", "matmul(upstream, b)", "b not transposed"),
    Mutant("ops", "matmul(transpose(a), upstream)", "matmul(a, upstream)", "a not transposed"),
    Mutant("ops", "divide(upstream, size(x))", "upstream", "the mean's division missing"),
    Mutant("ops", "divide(upstream, size(x))", "divide(divide(upstream, size(x)), size(x))", "… and doubled"),
    Mutant("ops", "where(x, upstream, 0.0),),\n    latex=latex_call(r\"\\mathrm{relu}\")",
           "upstream,),\n    latex=latex_call(r\"\\mathrm{relu}\")", "relu's gate missing"),
    Mutant("ops", "upstream * (output * (1.0 - output))", "upstream * (x * (1.0 - x))", "σ' of the input"),
    # The layers.
    Mutant("layer", "self.dW = self.X.T @ dZ", "self.dW = (dZ.T @ self.X).reshape(self.W.shape)", "dW transposed"),
    Mutant("layer", "else dZ @ self.W.T", "else dZ @ self.W.reshape(self.W.T.shape)", "dX not transposed"),
    Mutant("layer", "self.dW = self.X.T @ dZ", "self.dW = self.X.T @ dZ / len(dZ)", "dW divided by the batch"),
    Mutant("layer", "self.db = dZ.sum(axis=0)", "self.db = dZ.mean(axis=0)", "db averaged"),
    Mutant("layer", "self.db = dZ.sum(axis=0)", "self.db = dZ[0]", "db of the first row"),
    Mutant("layer", "return np.where(self.open, dH, 0)", "return dH", "ReLU's gate missing"),
    Mutant("layer", "return np.where(self.open, dH, 0)", "return np.where(self.open, 0, dH)", "ReLU's gate inverted"),
    Mutant("layer", "return np.where(self.open, dH, 0)", "return dH * self.open", "ReLU's gate makes −0 and NaN"),
    Mutant("layer", "return np.maximum(Z, 0)", "return Z * self.open", "ReLU makes −0 and NaN"),
    Mutant("layer", "self.open = Z > 0\n        return np.maximum", "self.open = Z >= 0\n        return np.maximum",
           "ReLU'(0) = 1"),
    Mutant("layer", "np.where(self.open, dH, self.slope * dH)", "np.where(self.open, dH, 0)", "leaky slope forgotten"),
    Mutant("layer", "dH * self.H * (1 - self.H)", "dH * (1 - self.H)", "σ' loses a factor"),
    Mutant("layer", "return dH * (1 - self.H**2)", "return dH * (1 - self.H)", "tanh' without the square"),
    Mutant("layer", "dX_hat - through_mean - through_deviation", "dX_hat - through_mean", "deviation held constant"),
    Mutant("layer", "dX_hat - through_mean - through_deviation", "dX_hat - through_deviation", "mean held constant"),
    Mutant("layer", "dX_hat = dY * self.gain", "dX_hat = dY", "gain forgotten"),
    Mutant("layer", "return dY + self.branch", "return self.branch", "the skip's path missing"),
    Mutant("layer", "self.branch.backward(self.scale * dY)", "self.branch.backward(dY)", "the branch's scale missing"),
    Mutant("layer", "power = np.exp(-np.abs(Z))\n    return np.where(Z >= 0, 1, power) / (1 + power)",
           "return 1 / (1 + np.exp(-np.clip(Z, -500, 500)))", "the lecture's clipped sigmoid"),
    Mutant("layer", "        if id(layer) in seen:\n", "        if False:\n", "a layer used twice is accepted"),
    Mutant("layer", "        behind_another(*layers[1:])\n", "", "first=True in the middle is accepted"),
    Mutant("guards", "        if dY.shape != after:\n", "        if False:\n", "an upstream of any shape is accepted"),
    Mutant("guards", "layer.shapes = None", "pass", "backward after a failed forward"),
    Mutant("guards", 'setattr(layer, f"d{name}", None)', "pass", "gradients of an older pass are kept"),
    Mutant("guards", "    if A.shape != B.shape:\n", "    if False:\n", "(N, 1) against (N,) is accepted"),
    Mutant("guards", "    if found != expected:\n", "    if False:\n", "a gradient of any shape is accepted"),
    # The losses.
    Mutant("losses", "self.error / self.error.size", "self.error", "MSE never divided"),
    Mutant("losses", "self.error / self.error.size", "self.error / self.error.shape[0]", "MSE divided by the rows"),
    Mutant("losses", "self.error / self.error.size", "self.error / self.error.size / len(self.error)",
           "MSE divided twice"),
    Mutant("losses", "return 2 * self.error", "return self.error", "MSE's 2 forgotten"),
    Mutant("losses", "(self.P - self.T) / self.P.size", "self.P - self.T", "BCE never divided"),
    Mutant("losses", "(self.P - self.T) / self.P.size", "(self.T - self.P) / self.P.size", "BCE's sign"),
    Mutant("losses", "np.log1p(np.exp(-np.abs(Z)))", "np.log(1 + np.exp(-np.abs(Z)))", "BCE loses small losses"),
    Mutant("losses", "return dZ / len(dZ)", "return dZ", "cross-entropy never divided"),
    Mutant("losses", "return dZ / len(dZ)", "return dZ / dZ.size", "cross-entropy divided by N·C"),
    Mutant("losses", "dZ[self.of_class] -= 1", "pass", "cross-entropy without its target"),
    Mutant("losses", "shifted = Z - Z.max(axis=1, keepdims=True)", "shifted = Z", "softmax overflows"),
    # First values, and the check itself.
    Mutant("initialise", "np.sqrt(2 / inputs)", "np.sqrt(1 / inputs)", "He without its 2"),
    Mutant("initialise", "np.sqrt(2 / (inputs + outputs))", "np.sqrt(2 / inputs)", "Xavier as He"),
    Mutant("differences", "/ (2 * h)", "/ h", "the central difference's 2"),
    Mutant("differences", "max(size(gradient), size(numerical))", "size(gradient) + size(numerical)",
           "another relative error"),
    Mutant("check", "        value[index] = at\n", "", "an entry not put back"),
    Mutant("check", "int(np.sum(one != other))", "0", "no kink is seen"),
    Mutant("check", "    if gap <= rounding:\n", "    if False:\n", "rounding is called an error"),
    # Depth.
    Mutant("blocks", "setting.depth**-0.5", "setting.depth**-1.0", "the branch too small"),
    Mutant("blocks", "norm / norms[0]", "norm / norms[-1]", "relative to the first layer"),
    Mutant("spread", "h.var(axis=0)", "h.var(axis=1)", "over units, not over examples"),
    Mutant("blocks", "lambda z, h: h * (1 - h)", "lambda z, h: z * (1 - z)", "sigmoid's slope at z"),
    Mutant("blocks", "lambda z, h: 1 - h * h", "lambda z, h: 1 - h", "tanh's slope"),
    Mutant("blocks", "weight * slope(z, h)", "slope(z, h)", "the weight forgotten"),
    Mutant("blocks", "np.cumprod([1.0, *reversed(found)])", "np.cumprod([1.0, *found])", "from the first layer up"),
    # Training.
    Mutant("train", "value - self.rate * gradients[name]", "value + self.rate * gradients[name]", "uphill"),
    Mutant("train", "self.keep * memory[name] + gradients[name]", "memory[name] + gradients[name]", "never fades"),
    Mutant("train", "m / (1 - b1**t)", "m", "Adam's mean not corrected"),
    Mutant("train", "s / (1 - b2**t)", "s", "Adam's square not corrected"),
    Mutant("train", "t, b1, b2 = memory.steps + 1", "t, b1, b2 = 1", "Adam counts no steps"),
    Mutant(
        "train", "total + value * len(T), count + len(T)", "total + value, count + 1", "a short batch weighs too much"
    ),
    Mutant("train", "        if state.diverged:\n            return\n", "", "a lost run goes on"),
    Mutant("train", "                put(slots, parameters)\n", "", "the network keeps its old parameters"),
    Mutant("train", "        if new.shape != old.shape:\n", "        if False:\n", "parameters of any shape"),
    Mutant("rebuild", "    if missing:\n", "    if False:\n", "a missing gradient crashes the check"),
    Mutant("rebuild", "rtol=1e-9, atol=1e-12", "rtol=1e9, atol=1e12", "any number is right"),
    Mutant("rebuild", "for _ in range(LONG):", "for _ in range(10):", "a recursion passes"),
    Mutant("check", "SEVERITY.index(entry.verdict), entry.error", "entry.error", "the worst by error alone"),
)  # fmt: skip


def survives(copy: Path, module: str) -> bool:
    """Whether the module's tests pass in the copy."""
    command = [sys.executable, "-m", "pytest", "-x", "-n", "0", "-q", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    tests = [f"tests/{name}.py" for name in MODULES[module][1]]
    result = subprocess.run([*command, *tests], cwd=copy, env=environment, capture_output=True, check=False)
    if result.returncode not in (0, 1):  # neither passed nor failed: the tests did not run
        raise RuntimeError(result.stdout.decode() + result.stderr.decode())
    return result.returncode == 0


def outcome(copy: Path, mutant: Mutant) -> str:
    """What became of a mutant: killed, SURVIVED, or NOT FOUND where the text it replaces is not there once."""
    file = copy / "course_lib" / f"{MODULES[mutant.module][0]}.py"
    text = file.read_text(encoding="utf-8")
    if text.count(mutant.right) != 1:
        return "NOT FOUND"
    file.write_text(text.replace(mutant.right, mutant.wrong), encoding="utf-8")
    try:
        return "SURVIVED" if survives(copy, mutant.module) else "killed"
    finally:
        file.write_text(text, encoding="utf-8")


def main(names: list[str]) -> int:
    modules = [name for name in names if name != "--first"]
    chosen = [mutant for mutant in MUTANTS if not modules or mutant.module in modules]
    if "--first" in names:
        chosen = chosen[:1]
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("course_lib", "notebooks", "tests"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "__marimo__"))
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, copy)
        for module in {mutant.module: None for mutant in chosen}:
            if not survives(copy, module):
                print(f"The tests of {module} fail without any mutant.")
                return 1
        for mutant in chosen:
            outcomes.append(outcome(copy, mutant))
            print(f"{outcomes[-1]:<9}  {mutant.module:<12} {mutant.what}", flush=True)
    print(f"{outcomes.count('killed')} of {len(outcomes)} killed")
    return 0 if outcomes and set(outcomes) == {"killed"} else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
