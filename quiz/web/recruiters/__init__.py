"""The pages for signed-in recruiters. No other part of the web imports this package."""
