"""Training of the drafting model. Needs the dependency group ``train``; nothing at run time imports it."""
