"""Daily benefits of sickness insurance: what a stoppage should bring, by dated figures, step by step."""
