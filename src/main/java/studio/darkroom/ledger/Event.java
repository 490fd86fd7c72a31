package studio.darkroom.ledger;

import java.time.Instant;

/** Something that happened: what, when, on which node, to which shoot (null: to all). */
public record Event(String id, String shootId, Instant at, String node, String type, String detail) {
}
