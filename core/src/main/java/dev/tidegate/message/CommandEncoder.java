package dev.tidegate.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidegate.message.sbe.ActorType;
import dev.tidegate.message.sbe.MessageHeaderEncoder;
import dev.tidegate.message.sbe.TickEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Turns command values into messages. Not for the hot path of a caller who counts allocations: such a caller uses the
 * generated encoders directly. One thread at a time.
 */
public final class CommandEncoder {
    private static final int MOST_BYTES_OF_CHAR = 3;
    private static final int FIXED_BYTES = 512;
    private static final int BYTES_PER_ENTRY = 36;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CatalogueEncoder catalogue = new CatalogueEncoder(header);
    private final StockEncoder stock = new StockEncoder(header);
    private final OrderEncoder order = new OrderEncoder(header);
    /** Of the JDK's kind: who only sends commands, as the client does, needs no library of collections. */
    private final Map<Class<?>, Writer<?>> writers = new LinkedHashMap<>();

    public CommandEncoder() {
        add(Command.DefineSku.class, catalogue::defineSku);
        add(Command.RetireSku.class, catalogue::retireSku);
        add(Command.DefineWarehouse.class, catalogue::defineWarehouse);
        add(Command.RetireWarehouse.class, catalogue::retireWarehouse);
        add(Command.DefineChannel.class, catalogue::defineChannel);
        add(Command.RetireChannel.class, catalogue::retireChannel);
        add(Command.DefineCampaign.class, catalogue::defineCampaign);
        add(Command.SetCampaignItem.class, catalogue::setCampaignItem);
        add(Command.SetAllotment.class, stock::setAllotment);
        add(Command.SetHoldPolicy.class, catalogue::setHoldPolicy);
        add(Command.SetSafetyStock.class, stock::setSafetyStock);
        add(Command.SetChannelQuota.class, stock::setChannelQuota);
        add(Command.SetPurchaseLimit.class, stock::setPurchaseLimit);
        add(Command.SetFreeze.class, stock::setFreeze);
        add(Command.SetHoldTiming.class, catalogue::setHoldTiming);
        add(Command.SetLimits.class, catalogue::setLimits);
        add(Command.ReceiveStock.class, stock::receive);
        add(Command.AdjustStock.class, stock::adjust);
        add(Command.ReturnToStock.class, stock::returnToStock);
        add(Command.PlaceOrder.class, order::place);
        add(Command.StartPayment.class, order::startPayment);
        add(Command.ConfirmPayment.class, order::confirmPayment);
        add(Command.FailPayment.class, order::failPayment);
        add(Command.CancelOrder.class, order::cancel);
        add(Command.ShipOrder.class, order::ship);
        add(Command.ReturnLines.class, order::returnLines);
        add(Command.ReadmitOrder.class, order::readmit);
        add(Command.ExtendHolds.class, order::extendHolds);
    }

    /** Writes one command's block, groups and data, and answers the bytes it took with the header. */
    @FunctionalInterface
    interface Writer<C extends Command> {
        int write(CommandHeader from, C command, HeapBuffer target, int offset);
    }

    private <C extends Command> void add(final Class<C> type, final Writer<C> writer) {
        writers.put(type, writer);
    }

    /**
     * Writes the message of a command, with its header.
     *
     * @param target at least {@link #sizeOf} bytes from {@code offset}
     * @return bytes written
     * @throws IllegalArgumentException when a text has half of a surrogate pair, or a group or text is longer than the
     *     schema can count
     */
    @SuppressWarnings("unchecked")
    public int encode(final CommandHeader from, final Command command, final HeapBuffer target, final int offset) {
        final Writer<Command> writer =
                (Writer<Command>) Objects.requireNonNull(writers.get(command.getClass()), "a command without a writer");
        return writer.write(from, command, target, offset);
    }

    /** Writes a tick and returns its bytes. */
    public static int encodeTick(final HeapBuffer target, final int offset) {
        new TickEncoder().wrapAndApplyHeader(target, offset, new MessageHeaderEncoder());
        return MessageHeaderEncoder.ENCODED_LENGTH + TickEncoder.BLOCK_LENGTH;
    }

    /** Bytes that the message of this command takes at most. */
    public static int sizeOf(final Command command) {
        if (command instanceof Command.PlaceOrder place) {
            return FIXED_BYTES
                    + BYTES_PER_ENTRY * (place.lines().size() + place.aliases().size())
                    + place.document().length
                    + mostBytes(place.externalNumber());
        }
        if (command instanceof Command.ReadmitOrder readmit) {
            return FIXED_BYTES + readmit.record().length;
        }
        if (command instanceof Command.CancelOrder cancel) {
            return sizeOf(cancel.lines().size());
        }
        if (command instanceof Command.ShipOrder ship) {
            return sizeOf(ship.lines().size());
        }
        if (command instanceof Command.ReturnLines returned) {
            return sizeOf(returned.lines().size());
        }
        if (command instanceof Command.DefineChannel channel) {
            return sizeOf(channel.warehouses().size()) + mostBytes(channel.code());
        }
        if (command instanceof Command.SetLimits limits) {
            return sizeOf(limits.limits().size());
        }
        return FIXED_BYTES + longestCode(command);
    }

    private static int sizeOf(final int entries) {
        return FIXED_BYTES + BYTES_PER_ENTRY * entries;
    }

    private static int longestCode(final Command command) {
        final String code = command instanceof Command.DefineSku sku
                ? sku.code()
                : command instanceof Command.DefineWarehouse warehouse
                        ? warehouse.code()
                        : command instanceof Command.DefineCampaign campaign ? campaign.code() : "";
        return mostBytes(code);
    }

    /** Bytes of a text; half of a surrogate pair is refused, for it would become a question mark. */
    static byte[] utf8(final String text) {
        if (!Text.isWhole(text)) {
            throw new IllegalArgumentException("a text with half of a surrogate pair");
        }
        return text.getBytes(UTF_8);
    }

    private static int mostBytes(final String text) {
        return MOST_BYTES_OF_CHAR * text.length();
    }

    static ActorType actorType(final CommandHeader from) {
        return ActorType.get((short) from.actorType().number());
    }

    /** Number of an enum value in the schema: they count from 1 there. */
    static short number(final Enum<?> value) {
        return (short) (value.ordinal() + 1);
    }
}
