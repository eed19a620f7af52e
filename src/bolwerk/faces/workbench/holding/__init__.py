"""Licences on the workbench: the register, one licence with its measures and write-offs, embargoes, files of customs."""
