package studio.darkroom.cli;

/** A command could not do what was asked: one sentence for a person, without a stack trace. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String sentence) {
        super(sentence, null, false, false);
    }
}
