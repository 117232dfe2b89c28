"""How people ask: the command line, HTTP, web pages and exports. All of them speak EventFilter (``filters``)."""
