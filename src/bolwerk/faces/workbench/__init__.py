"""The workbench: where officials find their work, see a case whole, and move it on."""
