"""Benchmarks: ratios measured side by side in one run, on the real papers where they are, else on the sample corpus."""
