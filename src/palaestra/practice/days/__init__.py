"""Days and weeks: sessions, minutes, time away, what to do today, the close of a week."""
