package studio.darkroom.delivery;

/** A result that stands in the delivery, with the name it got there. */
public record StoredResult(String name, long size, String sha256) {
}
