"""Documents written from the engine's own tables and facts."""
