"""The pages of the monitor: `plan` the plan and its standing, `law` rules and procedures, `attest`, `files` for programs."""
