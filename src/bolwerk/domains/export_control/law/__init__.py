"""The law of measures 1.2 and 1.3: licences for arms and dual-use items. Pure."""
