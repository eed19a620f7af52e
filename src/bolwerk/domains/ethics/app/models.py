"""The link between a case and the ESAC's case about it."""

from __future__ import annotations

from django.db import models


class Referral(models.Model):
    """`origin` was referred to the committee, which answers in `case`. Written once."""

    origin = models.ForeignKey("cases.Case", models.PROTECT, related_name="esac_referrals")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="esac_origin")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.origin_id} > {self.case_id}"
