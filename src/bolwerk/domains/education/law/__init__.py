"""The law of measures 8.1 to 8.5: courses, quotas, allocation, VDAB. Pure."""
