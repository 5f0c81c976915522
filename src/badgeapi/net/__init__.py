"""The only place that opens sockets outward: one guarded client, and what is fetched with it."""
