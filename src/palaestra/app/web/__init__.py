"""The camp in the browser: one module a page under `pages/`, served on this machine alone.

Start with `application.create_app`; `serving.serve` finds a port and opens the
browser. Every page reads, and every form works, without JavaScript.
"""
