package dev.tidegate.table;

import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.impl.list.mutable.FastList;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMap;

/** The codes of one kind of entity and the numbers they were given, from 1 in the order of definition; only grows. */
public final class CodeBook {
    private static final int MOST_CHARS = 64;

    private final MutableObjectIntMap<String> numbers = new ObjectIntHashMap<>();
    private final MutableList<String> codes = FastList.newList();

    /** Number of a code, 0 when it has none. */
    public int number(final String code) {
        return numbers.getIfAbsent(code, 0);
    }

    /** Gives the next number to a code that has none yet. */
    public int add(final String code) {
        codes.add(code);
        numbers.put(code, codes.size());
        return codes.size();
    }

    /** Code of a number, empty when there is none. */
    public String code(final int number) {
        return number < 1 || number > codes.size() ? "" : codes.get(number - 1);
    }

    /** How many codes there are. */
    public int size() {
        return codes.size();
    }

    /** A hash of a code, for the digest. */
    public static long hash(final String code) {
        long hash = code.length();
        for (int i = 0; i < code.length(); i++) {
            hash = Mix.chain(hash, code.charAt(i));
        }
        return hash;
    }

    /** Writes the codes by their numbers. */
    public void write(final StateWriter target) {
        target.put(codes.size());
        for (int i = 0; i < codes.size(); i++) {
            target.put(codes.get(i));
        }
    }

    /** Reads them back, in place of all that is here. */
    public void read(final StateReader source) {
        codes.clear();
        numbers.clear();
        final int count = source.count("codes", 1);
        for (int i = 0; i < count; i++) {
            final String code = source.text("length of a code", MOST_CHARS);
            StateReader.require(number(code) == 0, "a code that is there twice");
            add(code);
        }
    }
}
