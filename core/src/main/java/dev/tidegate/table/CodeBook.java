package dev.tidegate.table;

import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.impl.list.mutable.FastList;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMap;

/** The codes of one kind of entity and the numbers they were given, from 1 in the order of definition; only grows. */
public final class CodeBook {
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
}
