"""What the README's speed claims are measured with: `python -m benchmarks`. Nothing here is a test."""
