package dev.tidegate.model;

import dev.tidegate.message.OutcomeCode;
import dev.tidegate.model.Books.Campaign;
import dev.tidegate.model.Books.Channel;
import dev.tidegate.model.Books.Sku;
import dev.tidegate.model.Books.Warehouse;

/** Finds what a command names, or refuses: unknown first, retired or ended second. */
final class Lookup {
    private final Books books;

    Lookup(final Books books) {
        this.books = books;
    }

    Sku sku(final int number, final int line) {
        final Sku sku = books.sku(number);
        if (sku == null) {
            throw Refused.line(OutcomeCode.UNKNOWN_SKU, line);
        }
        if (sku.retired) {
            throw Refused.line(OutcomeCode.SKU_RETIRED, line);
        }
        return sku;
    }

    Warehouse warehouse(final int number, final int line) {
        final Warehouse warehouse = books.warehouse(number);
        if (warehouse == null) {
            throw Refused.line(OutcomeCode.UNKNOWN_WAREHOUSE, line);
        }
        if (warehouse.retired) {
            throw Refused.line(OutcomeCode.WAREHOUSE_RETIRED, line);
        }
        return warehouse;
    }

    Channel channel(final int number) {
        final Channel channel = books.channel(number);
        if (channel == null) {
            throw Refused.of(OutcomeCode.UNKNOWN_CHANNEL);
        }
        if (channel.retired) {
            throw Refused.of(OutcomeCode.CHANNEL_RETIRED);
        }
        return channel;
    }

    /** A campaign that has not ended. */
    Campaign campaign(final int number) {
        final Campaign campaign = books.campaign(number);
        if (campaign == null) {
            throw Refused.of(OutcomeCode.UNKNOWN_CAMPAIGN);
        }
        if (books.now >= campaign.end) {
            throw Refused.of(OutcomeCode.CAMPAIGN_ENDED);
        }
        return campaign;
    }
}
