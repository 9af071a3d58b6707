"""One module a page. Each has a `router`; `application` finds them by name."""
