package dev.tidegate.journal;

/**
 * The SHA-256 chain's head: {@code head(n) = SHA-256(head(n-1) || envelope n)}, {@code head(0) = SHA-256(journal id)}.
 *
 * <p>It proves that a journal is unchanged only to someone who kept an earlier head elsewhere: whoever can rewrite the
 * folder can recompute the chain.
 *
 * @param record number of the last record it covers, batches and marks counted; 0 for none
 * @param sequence sequence of the last command it covers; 0 for none
 * @param sha256 the head, 64 hexadecimal digits
 */
public record ChainHead(long record, long sequence, String sha256) {}
