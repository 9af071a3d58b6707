"""What is kept in memory: cards and whole re-implementations, when they return, and what is in play."""
