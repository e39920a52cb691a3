"""What is told of kinds, of planted signs and of groups of people, on the page and in the documentation alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.personas.people import LEAST_WORLDS
from evaluation.personas.planted import PARTLY
from evaluation.personas.words import PEOPLE, QUALITY, counted, people, quality, said, table
from evaluation.unequal import LEAST_GROUPS

INTERVALS = (
    "Intervals are 95% intervals over resamples of whole worlds; where every trial came out alike they are exact ones "
    "with each world as one trial."
)


def kinds_told(k: Mapping[str, Any]) -> Iterator[str]:
    """Both readings of a right kind, and who is called covert."""
    by_kind = ", ".join(f"{kind} {said(found)}" for kind, found in k["exact_by"].items())
    yield (
        f"The very kind is right for {said(k['exact'])} of the networks of planted groups (by the right kind: "
        f"{by_kind}); covert or not for {said(k['covert_or_not'])}, networks of nobody counted as not covert. Two "
        f"accounts are too few to be called covert and are not among them: {said(k['exact_of_two'])}.\n"
    )
    called = {whose: said(found) for whose, found in k["called_covert"].items()}
    yield (
        f"Called covert: {called['concealing']} of the networks of operations in which two signs of different "
        "dependence groups were planted, one of them of deception; "
        f"{called['too_few_signs']} of those of operations in which chance planted fewer, so that unclear is right; "
        f"{called['others']} of those of benign groups or of members who say what they are; {called['nobody']} of "
        f"those of nobody. So were {k['mixed']['covert']} of {k['mixed']['of']} networks in which neither one group "
        "nor nobody has half of the accounts; there no kind is right or wrong.\n"
    )


def planted_told(p: Mapping[str, Any]) -> Iterator[str]:
    """Precision and recall of every sign and part, and the clock."""
    yield from table(QUALITY, quality(p))
    yield (
        f"Of {', '.join(PARTLY)} precision is at least what is stated: other groups have these signs too, though "
        "nobody planted them, and whether a group has one by chance is not written down.\n"
    )
    clock = p["clock"]
    reasons = ", ".join(f'{n} "{reason}"' for reason, n in clock["refused"].items()) or "none"
    yield (
        f"Clock of the group, where the offset is known and 20 accounts have 50 posts each: within one hour for "
        f"{said(clock['right'])}; answered were {counted(clock['answered'])}, and of the answers "
        f"{said(clock['right_if_answered'])} are within one hour. Refused: {reasons}. In "
        f"{said(clock['worlds_right'])} of the worlds every such group is answered within an hour. Of smaller groups, "
        f"those drawn from the crowd included, {said(clock['small_refused'])} are refused.\n"
    )


def people_told(found: Mapping[str, Any]) -> Iterator[str]:
    """The worst group beside twice the median, for each rate and trait."""
    yield (
        "Accounts that belong to no operation and stand in a covert network, and hidden members of operations that "
        "stand in none. Asked is that the worst group of 200 accounts or more has at most twice the rate of the "
        'median group. Where it has more, that fails; "too few" means that it was hit in fewer than '
        f"{LEAST_WORLDS} worlds and no group exceeds beyond chance (with worlds resampled), so that neither can be "
        f"said. With fewer than {LEAST_GROUPS} groups there is no median worth the name: not tested.\n"
    )
    yield from table(PEOPLE, people(found))
