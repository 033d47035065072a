package dev.tidegate.gateway.config;

/**
 * What bounds an import.
 *
 * @param rows in all
 * @param rowBytes of one row
 * @param rowsAtOnce that are in the ring together
 * @param errors refused rows that the answer lists
 * @param atOnce imports at a time, 0 for none
 * @param seconds for one to end
 */
public record ImportLimits(int rows, int rowBytes, int rowsAtOnce, int errors, int atOnce, int seconds) {}
