"""What officials decided that goods are: written once, corrected by a later decision, and precedents for the finder."""
