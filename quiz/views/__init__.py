"""Pages of a quiz. Every view but the starts begins at the rows of the user."""
