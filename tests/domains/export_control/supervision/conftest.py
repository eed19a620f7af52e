from tests.domains.export_control.handling.conftest import _nothing_held, office

__all__ = ["_nothing_held", "office"]
