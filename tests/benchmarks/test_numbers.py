"""Protects the benchmarks that need no browser: each runs to its end, on small work and whatever its limits say."""

import pytest

from tests.benchmarks import bench_engine, bench_layers, bench_train, bench_verdicts


@pytest.mark.parametrize("benchmark", [bench_engine, bench_layers, bench_train], ids=lambda module: module.__name__)
def test_a_benchmark_runs_to_its_end(benchmark, monkeypatch, capsys):
    for name, small in {"ROUNDS": 1, "CHAIN_ROUNDS": 1, "LENGTHS": (100, 1000), "LOOP_SECONDS": 0.0}.items():
        monkeypatch.setattr(bench_engine, name, small)
    assert benchmark.main() in (0, 1)  # the contenders agree, or it raises
    assert "limit" in capsys.readouterr().out


def test_verdicts_are_measured(monkeypatch, capsys):
    for name, small in {"SEEDS": 1, "RANDOM_ANSWERS": 1, "ROWS": 3}.items():
        monkeypatch.setattr(bench_verdicts, name, small)
    assert bench_verdicts.main() in (0, 1)
    assert "95th percentile" in capsys.readouterr().out
