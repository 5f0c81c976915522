"""HTML for people: server-rendered, no script, nothing loaded from elsewhere."""
