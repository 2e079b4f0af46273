"""Products of two matrices that could be a gradient: which of them have its shape, and which one is right."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from course_lib.layers.guards import Array
from course_lib.numerals import NOT_YET, numeral


@dataclass(frozen=True)
class Products:
    """Named products (None if the matrices cannot be multiplied) and the right gradient ``truth`` of ``target``."""

    target: str
    truth: Array
    products: Mapping[str, Array | None]

    @property
    def shape(self) -> str:
        """The target's shape in words."""
        return _shape(self.truth)

    @property
    def fitting(self) -> dict[str, Array]:
        """The products with the target's shape."""
        return {
            name: product
            for name, product in self.products.items()
            if product is not None and product.shape == self.truth.shape
        }

    @property
    def wrong(self) -> list[str]:
        """The names of the products that have the right shape but are wrong."""
        return [name for name, product in self.fitting.items() if not np.allclose(product, self.truth)]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A table's rows: a product, its shape, whether that fits, how far it is off, and whether it is right."""
        fitting, wrong = self.fitting, self.wrong
        return [
            (
                name,
                "does not multiply" if product is None else _shape(product),
                "fits" if name in fitting else "does not fit",
                numeral(float(abs(fitting[name] - self.truth).max()), 3) if name in fitting else NOT_YET,
                "right" if name in fitting and name not in wrong else "wrong",
            )
            for name, product in self.products.items()
        ]

    @property
    def said(self) -> str:
        """A sentence on whether a check of shapes is enough here."""
        wrong = len(self.wrong)
        if not wrong:
            return (
                f"Only one product has the shape of {self.target}, {self.shape}. "
                "Here the shapes protect you. Make N, D and H equal."
            )
        return (
            f"{len(self.fitting)} of {len(self.products)} products have the shape of {self.target}, {self.shape}, and "
            f"{wrong} of them {'is' if wrong == 1 else 'are'} wrong. No shape check can find that."
        )


def _shape(matrix: Array) -> str:
    return " × ".join(map(str, matrix.shape))
