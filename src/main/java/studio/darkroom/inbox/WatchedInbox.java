package studio.darkroom.inbox;

/** An inbox as whoever looks into it again and again knows it. */
public interface WatchedInbox {

    /** As in {@link studio.darkroom.ledger.OutageRepository.ActiveOutage#scope()}. */
    String scope();

    /** Whether the last look found it gone or out of order. */
    boolean isUnavailable();
}
