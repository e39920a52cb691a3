"""The workbench: pages rendered on the server. A page is one answer, one template, one line in `pages`."""
