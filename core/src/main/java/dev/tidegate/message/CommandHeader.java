package dev.tidegate.message;

/**
 * Who sends a command, and under which id. Not part of its content.
 *
 * @param idHigh high half of the command id, a UUIDv7 made by the caller and kept until the answer has come
 * @param idLow low half of the command id
 * @param principal who owns the id; the ids of two principals never meet
 * @param actorType what kind of actor acted
 * @param actor who acted, opaque
 * @param reference the caller's own reference, opaque
 */
public record CommandHeader(long idHigh, long idLow, int principal, ActorType actorType, long actor, long reference) {

    /** What kind of actor acted. */
    public enum ActorType {
        HUMAN(1),
        SYSTEM(2),
        DEVICE(3);

        private final int number;

        ActorType(final int number) {
            this.number = number;
        }

        /** The number in the schema. */
        public int number() {
            return number;
        }
    }

    /** A header of the system actor of principal 0, without actor or reference. */
    public static CommandHeader of(final long idHigh, final long idLow) {
        return new CommandHeader(idHigh, idLow, 0, ActorType.SYSTEM, 0, 0);
    }
}
