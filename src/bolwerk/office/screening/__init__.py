"""The screening desk: subjects under watch, runs with receipts, alerts, and the decisions on them. It knows no domain."""
