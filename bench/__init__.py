"""Speed, stated as ratios of figures measured side by side in one run: `python -m bench`. Not part of the product."""
