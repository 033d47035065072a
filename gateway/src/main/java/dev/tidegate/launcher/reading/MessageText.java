package dev.tidegate.launcher.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidegate.launcher.reading.MessageSchema.Data;
import dev.tidegate.launcher.reading.MessageSchema.Field;
import dev.tidegate.launcher.reading.MessageSchema.Group;
import dev.tidegate.launcher.reading.MessageSchema.Message;
import dev.tidegate.launcher.reading.MessageSchema.Type;
import dev.tidegate.message.HeapBuffer;
import dev.tidegate.message.MessageCheck;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Any message with its name and its fields by name: what is printed of it. */
public final class MessageText {
    /** The key of a message's name. */
    public static final String NAME = "message";

    /** The key of a command's id. */
    public static final String COMMAND_ID = "commandId";

    private static final String ID_HIGH = "commandIdHigh";
    private static final String ID_LOW = "commandIdLow";
    private static final int GROUP_HEADER_BYTES = 4;
    private static final int MOST_TEMPLATES = 65_536;

    private final MessageSchema schema = MessageSchema.load();

    /** Name of the message with that template id, or "template N". */
    public String name(final int template) {
        final Message message = schema.message(template);
        return message == null ? "template " + template : message.name();
    }

    /**
     * The fields of a message in the order of the schema. What cannot be read is said under {@code unreadable}; nothing
     * is thrown for what the bytes hold.
     *
     * @param offset where the message starts, header included
     */
    public Map<String, Object> fields(final HeapBuffer buffer, final int offset, final int length) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        final int template =
                length < MessageCheck.HEADER_BYTES ? MOST_TEMPLATES : MessageCheck.templateId(buffer, offset);
        final Message message = schema.message(template);
        if (message == null) {
            fields.put(NAME, name(template));
            fields.put("unreadable", hex(buffer, offset, length));
            return fields;
        }
        fields.put(NAME, message.name());
        try {
            read(message, new Cursor(buffer, offset, offset + length), fields);
        } catch (final IndexOutOfBoundsException tooShort) {
            fields.put("unreadable", hex(buffer, offset, length));
        }
        return fields;
    }

    private static void read(final Message message, final Cursor cursor, final Map<String, Object> fields) {
        final int block = cursor.unsigned(2);
        cursor.skip(MessageCheck.HEADER_BYTES - 2);
        final int blockEnd = cursor.at + block;
        readFields(message.fields(), cursor, blockEnd, fields);
        cursor.at = blockEnd;
        for (final Group group : message.groups()) {
            fields.put(group.name(), entries(group, cursor));
        }
        for (final Data data : message.data()) {
            final int bytes = cursor.unsigned(data.lengthBytes());
            fields.put(data.name(), data.text() ? cursor.text(bytes) : cursor.hex(bytes));
        }
    }

    private static List<Map<String, Object>> entries(final Group group, final Cursor cursor) {
        final List<Map<String, Object>> entries = new ArrayList<>();
        final int block = cursor.unsigned(GROUP_HEADER_BYTES / 2);
        final int count = cursor.unsigned(GROUP_HEADER_BYTES / 2);
        for (int i = 0; i < count; i++) {
            final int end = cursor.at + block;
            final Map<String, Object> entry = new LinkedHashMap<>();
            readFields(group.fields(), cursor, end, entry);
            entries.add(entry);
            cursor.at = end;
        }
        return entries;
    }

    /** A block may end before the last of its fields: those were left out. */
    private static void readFields(
            final List<Field> fields, final Cursor cursor, final int end, final Map<String, Object> target) {
        long idHigh = 0;
        for (final Field field : fields) {
            if (cursor.at >= end) {
                return;
            }
            final Object value = cursor.value(field.type());
            if (field.name().equals(ID_HIGH)) {
                idHigh = (Long) value;
            } else if (field.name().equals(ID_LOW)) {
                target.put(COMMAND_ID, new UUID(idHigh, (Long) value).toString());
            } else {
                target.put(field.name(), value);
            }
        }
    }

    private static String hex(final HeapBuffer buffer, final int offset, final int length) {
        return HexFormat.of().formatHex(buffer.byteArray(), offset, offset + length);
    }

    /** Walks through one message and never beyond its end. */
    private static final class Cursor {
        private static final String ALL = "ALL";

        final HeapBuffer buffer;
        final int end;
        int at;

        Cursor(final HeapBuffer buffer, final int offset, final int end) {
            this.buffer = buffer;
            this.at = offset;
            this.end = end;
        }

        Object value(final Type type) {
            if (type.primitive().equals("char")) {
                final String text = new String(buffer.byteArray(), at, need(type.bytes()), ISO_8859_1);
                at += type.bytes();
                return text.replace("\0", "");
            }
            final long number = number(type);
            if (!type.names().isEmpty()) {
                final String name = type.names().get(number);
                return name == null ? Long.toString(number) : name;
            }
            return type.bytes() == Long.BYTES && number == Long.MIN_VALUE ? ALL : number;
        }

        private long number(final Type type) {
            need(type.bytes());
            final int from = at;
            at += type.bytes();
            final boolean unsigned = type.primitive().startsWith("u");
            return switch (type.bytes()) {
                case 1 -> unsigned ? buffer.getByte(from) & 0xFF : buffer.getByte(from);
                case 2 -> unsigned ? buffer.getShort(from) & 0xFFFF : buffer.getShort(from);
                case 4 -> unsigned ? buffer.getInt(from) & 0xFFFF_FFFFL : buffer.getInt(from);
                default -> buffer.getLong(from);
            };
        }

        int unsigned(final int bytes) {
            need(bytes);
            final int value = bytes == 2 ? buffer.getShort(at) & 0xFFFF : buffer.getInt(at);
            at += bytes;
            return value;
        }

        void skip(final int bytes) {
            at += need(bytes);
        }

        String text(final int bytes) {
            final String text = new String(buffer.byteArray(), at, need(bytes), UTF_8);
            at += bytes;
            return text;
        }

        String hex(final int bytes) {
            final String text = HexFormat.of().formatHex(buffer.byteArray(), at, at + need(bytes));
            at += bytes;
            return text;
        }

        private int need(final int bytes) {
            if (bytes < 0 || bytes > end - at) {
                throw new IndexOutOfBoundsException("a message that ends before its fields do");
            }
            return bytes;
        }
    }
}
