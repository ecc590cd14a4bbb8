"""The web application. It uses the store and the core, and decides nothing itself."""
