"""The law of measures 4.1 to 4.3: guidance of companies, European programmes, foreign investors. Pure."""
