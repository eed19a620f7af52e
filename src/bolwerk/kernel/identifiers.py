"""Numbers that Belgium gives to enterprises, establishments and municipalities, with their checks."""

from __future__ import annotations

import re
from typing import Self

from stdnum.be import vat as _kbo
from stdnum.exceptions import InvalidChecksum, ValidationError

from bolwerk.kernel.errors import InvalidInput
from bolwerk.kernel.text import Text


class KboNumber(str):
    """An enterprise number of the Crossroads Bank for Enterprises: ten digits, the last two being 97 - (first eight mod 97)."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: str, where: str = "") -> Self:
        """From `0403.019.261`, `BE0403019261` or `403019261`; the check digits must fit."""
        try:
            number = _kbo.validate(raw[:20])
            # The library folds 98 and 99 into 1 and 2; the register gives 1 to 97 only.
            if len(raw) > 20 or int(number[8:]) != 97 - int(number[:8]) % 97:
                raise InvalidChecksum
        except ValidationError as error:
            raise InvalidInput(
                Text(f"'{raw[:40]}' is geen geldig ondernemingsnummer.", f"'{raw[:40]}' is not a valid enterprise number."),
                where=where,
                mend=Text(
                    "Een ondernemingsnummer telt tien cijfers, zoals 0403.019.261. Kijk het na op een factuur of in de KBO.",
                    "An enterprise number has ten digits, like 0403.019.261. Check it on an invoice or in the KBO register.",
                ),
            ) from error
        return cls(number)

    @property
    def dotted(self) -> str:
        """As people write it: `0403.019.261`."""
        return f"{self[:4]}.{self[4:7]}.{self[7:]}"


class EstablishmentNumber(str):
    """An establishment unit of the KBO: ten digits from 2 to 8, the last two being 97 - (first eight mod 97)."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: str, where: str = "") -> Self:
        digits = re.sub(r"[ .]", "", raw)
        if re.fullmatch(r"[2-8]\d{9}", digits) and 97 - int(digits[:8]) % 97 == int(digits[8:]):
            return cls(digits)
        raise InvalidInput(
            Text(f"'{raw[:40]}' is geen geldig vestigingsnummer.", f"'{raw[:40]}' is not a valid establishment number."),
            where=where,
            mend=Text(
                "Een vestigingsnummer telt tien cijfers en begint met 2 tot 8.", "It has ten digits and begins with 2 to 8."
            ),
        )

    @property
    def dotted(self) -> str:
        return f"{self[0]}.{self[1:4]}.{self[4:7]}.{self[7:]}"


class NisCode(str):
    """The statistical code of a Belgian municipality: five digits, the first naming the province."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: str, where: str = "") -> Self:
        if re.fullmatch(r"[1-9]\d{4}", raw.strip()):
            return cls(raw.strip())
        raise InvalidInput(
            Text(f"'{raw[:40]}' is geen geldige NIS-code.", f"'{raw[:40]}' is not a valid NIS code."),
            where=where,
            mend=Text(
                "Een NIS-code telt vijf cijfers, zoals 11002 voor Antwerpen.",
                "A NIS code has five digits, like 11002 for Antwerp.",
            ),
        )
