package dev.tidegate.engine;

/** One line that is to be held, and what was found for it. */
final class BasketLine {
    /** In its order, from 1. */
    int number;

    int sku;
    int namedWarehouse;
    int campaign;
    int item;
    long asked;
    long amount;

    long granted;
    int stock;
    int warehouse;
    boolean fromAllotment;
    /** Of the SKU and the channel, 0 while there is none or none was looked for. */
    int offer;

    /** Whether a purchase limit counts it, and the counter as it was before this basket; 0 for none yet. */
    boolean counted;

    int counter;
}
