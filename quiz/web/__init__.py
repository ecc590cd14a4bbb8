"""The pages: what a visitor sees and does. They know the store and the core, and decide nothing."""
