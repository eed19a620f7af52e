"""Pages on which an export application is handled: lanes, the sheet, denials of others, advice, the proposal."""
