"""Where roles stand: one standing a role, the newest word about it wins over an offer."""

from __future__ import annotations

from assistant.domain.goal import OfferedRole, Origin, Provenance, RoleStanding, RoleStatus


def set_role(roles: tuple[RoleStanding, ...], new: RoleStanding) -> tuple[RoleStanding, ...]:
    """Replace the standing of the same role; an offer never revives or demotes a decision."""
    kept = []
    for role in roles:
        if not same_role(role, new):
            kept.append(role)
        elif new.status in (RoleStatus.OFFERED, RoleStatus.MENTIONED) and role.status in (
            RoleStatus.ACCEPTED,
            RoleStatus.REJECTED,
        ):
            return roles
    return (*kept, new)


def same_role(one: RoleStanding | OfferedRole, other: RoleStanding | OfferedRole) -> bool:
    """Two standings mean the same role when their ids or, without ids, their titles agree."""
    if one.role_id and other.role_id:
        return one.role_id == other.role_id
    return one.title.casefold() == other.title.casefold()


def offer_standing(offer: OfferedRole, turn: int) -> RoleStanding:
    """The standing of a role that the coach puts on the table in a turn."""
    return RoleStanding(
        title=offer.title,
        role_id=offer.role_id,
        status=RoleStatus.OFFERED,
        provenance=Provenance(origin=Origin.PROPOSED, turn=turn),
        reason=offer.reason,
    )


def refines(title: str, other: str) -> bool:
    """Whether a title is another one said more exactly ("Fork Truck Trainer" for "Trainer")."""
    fine, rough = title.casefold().split(), other.casefold().split()
    return len(fine) > len(rough) and fine[-1:] == rough[-1:] and set(rough) < set(fine)
