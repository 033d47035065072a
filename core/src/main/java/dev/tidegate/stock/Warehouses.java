package dev.tidegate.stock;

import dev.tidegate.table.CodeBook;
import dev.tidegate.table.Digest;
import dev.tidegate.table.Slab;
import dev.tidegate.table.StateReader;
import dev.tidegate.table.StateWriter;

/** The warehouses. */
public final class Warehouses {
    private static final long EXISTS = 1;
    private static final long RETIRED = 2;

    private final CodeBook codes = new CodeBook();
    private final Slab slab;

    public Warehouses(final Digest digest) {
        slab = new Slab(digest, 2, 2, 2, 16);
    }

    public CodeBook codes() {
        return codes;
    }

    public Slab slab() {
        return slab;
    }

    public boolean exists(final int warehouse) {
        return warehouse >= 1 && warehouse <= slab.used();
    }

    /** Makes a warehouse; its number is the answer. */
    public int add(final String code) {
        codes.add(code);
        final int warehouse = slab.take();
        slab.set(warehouse, 0, EXISTS);
        slab.set(warehouse, 1, CodeBook.hash(code));
        slab.changed(warehouse);
        return warehouse;
    }

    public boolean retired(final int warehouse) {
        return (slab.get(warehouse, 0) & RETIRED) != 0;
    }

    public void retire(final int warehouse) {
        slab.opening(warehouse);
        slab.set(warehouse, 0, slab.get(warehouse, 0) | RETIRED);
        slab.changed(warehouse);
    }

    /** Writes the warehouses with their codes. */
    public void write(final StateWriter target) {
        slab.write(target);
        codes.write(target);
    }

    /** Reads them back. */
    public void read(final StateReader source) {
        slab.read(source);
        codes.read(source);
    }

    /** Checks what was read. */
    public void link() {
        StateReader.require(slab.live() == slab.used() && codes.size() == slab.used(), "warehouses");
        for (int warehouse = 1; warehouse <= slab.used(); warehouse++) {
            StateReader.require(
                    slab.get(warehouse, 1) == CodeBook.hash(codes.code(warehouse)), "a warehouse and its code");
        }
    }
}
