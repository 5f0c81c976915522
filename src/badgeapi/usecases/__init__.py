"""What the product does, one verb per file: plain functions of a `Deployment`, a `Caller` and a command."""
