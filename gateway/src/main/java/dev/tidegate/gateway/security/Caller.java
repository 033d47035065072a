package dev.tidegate.gateway.security;

import dev.tidegate.message.CommandHeader.ActorType;
import dev.tidegate.message.CommandKind;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import dev.tidegate.message.sbe.OrderLeftDecoder;
import dev.tidegate.wire.Scope;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who a caller turned out to be, and what it may do. Principal and actor go into every command it sends, whatever it
 * wrote there itself. Immutable but for its end.
 */
public final class Caller {
    private static final int TEMPLATES = 64;
    private static final int ACTOR_OFFSET = MessageCheck.HEADER_BYTES + 16;
    private static final int ACTOR_TYPE_OFFSET = MessageCheck.HEADER_BYTES + 36;

    private static final int RECORD_CHANNEL_OFFSET =
            MessageCheck.HEADER_BYTES + OrderLeftDecoder.channelEncodingOffset();

    private final String keyId;
    private final int principal;
    private final long actor;
    private final ActorType actorType;
    private final Set<Scope> scopes;
    private final int[] channels;
    private final boolean[] templates = new boolean[TEMPLATES];
    private volatile boolean revoked;

    /**
     * A caller.
     *
     * @param keyId the public part of its key
     * @param channels the only channels whose orders it may touch; none for all
     */
    public Caller(
            final String keyId,
            final int principal,
            final long actor,
            final ActorType actorType,
            final Set<Scope> scopes,
            final int... channels) {
        this.keyId = keyId;
        this.principal = principal;
        this.actor = actor;
        this.actorType = actorType;
        this.scopes = Set.copyOf(scopes);
        this.channels = channels.clone();
        for (final CommandKind kind : CommandKind.values()) {
            templates[kind.templateId()] = kind != CommandKind.TICK && scopes.contains(Scope.of(kind));
        }
    }

    /** Whoever reaches a gateway that asks for no key: the loopback's caller, who may do everything. */
    public static Caller open() {
        return new Caller("", 0, 0, ActorType.SYSTEM, EnumSet.allOf(Scope.class));
    }

    /** Public part of the key. */
    public String keyId() {
        return keyId;
    }

    public int principal() {
        return principal;
    }

    public long actor() {
        return actor;
    }

    public ActorType actorType() {
        return actorType;
    }

    public Set<Scope> scopes() {
        return scopes;
    }

    public boolean allows(final Scope scope) {
        return scopes.contains(scope);
    }

    /** Whether a command of that template may be sent; true for templates that are none, which others refuse. */
    public boolean allowsTemplate(final int templateId) {
        return templateId < 0 || templateId >= TEMPLATES || templates[templateId] || CommandKind.of(templateId) == null;
    }

    /** Whether only some channels' orders may be touched. */
    public boolean restricted() {
        return channels.length > 0;
    }

    public boolean allowsChannel(final int channel) {
        return channels.length == 0 || Arrays.stream(channels).anyMatch(allowed -> allowed == channel);
    }

    /**
     * Whether an order that has left memory may be brought back by its record, which names the channel. What is no record is
     * let through: the engine refuses it.
     */
    public boolean allowsRecord(final HeapBuffer buffer, final int offset, final int length) {
        return !restricted()
                || length < RECORD_CHANNEL_OFFSET + Short.BYTES
                || allowsChannel(buffer.getShort(offset + RECORD_CHANNEL_OFFSET) & 0xFFFF);
    }

    /** Writes principal, actor and actor type into a command of at least {@link MessageCheck#CONTENT_OFFSET} bytes. */
    public void stamp(final HeapBuffer buffer, final int offset) {
        buffer.putInt(offset + MessageCheck.PRINCIPAL_OFFSET, principal);
        buffer.putLong(offset + ACTOR_OFFSET, actor);
        buffer.putByte(offset + ACTOR_TYPE_OFFSET, (byte) actorType.number());
    }

    /** Whether the key has been taken back; a connection that sees this ends. */
    public boolean revoked() {
        return revoked;
    }

    void revoke() {
        revoked = true;
    }

    /** Whether another caller has the same rights, so that a reload need not disturb it. */
    boolean sameRights(final Caller that) {
        return principal == that.principal
                && actor == that.actor
                && actorType == that.actorType
                && scopes.equals(that.scopes)
                && Arrays.equals(channels, that.channels);
    }
}
