"""A catalog as a graph: environments, leaves, charts, models, and what leads where."""
