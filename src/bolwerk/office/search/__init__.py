"""One search over cases and organisations that knows Dutch compounds."""
