"""Moments of an alert as staff type them, by the hospital's clock."""

from __future__ import annotations

from datetime import datetime

from publishing.hospital_time import HospitalTimeField


class MomentField(HospitalTimeField):
    """The form shows whole minutes; a moment that nobody touched keeps its seconds."""

    stored: datetime | None = None

    def compress(self, data_list: list[str]) -> datetime | None:
        typed = super().compress(data_list)
        is_untouched = self.stored is not None and typed == self.stored.replace(second=0, microsecond=0)
        return self.stored if is_untouched else typed
