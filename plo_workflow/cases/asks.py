"""How a command says what its parameters may be chosen from; what the choices are, the asker looks up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choose:
    """Marks a parameter, as in `Annotated[int, Choose("children")]`: its value is a choice of that name."""

    name: str
