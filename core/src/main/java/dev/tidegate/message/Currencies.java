package dev.tidegate.message;

/**
 * The currencies of ISO 4217 (list one, as amended in September 2024), without metals, funds and test codes. Kept here and not
 * taken from the JDK, whose list depends on its version: an answer must not.
 */
public final class Currencies {
    private static final String CODES =
            "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL "
                    + "BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
                    + "GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD "
                    + "KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD "
                    + "OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
                    + "SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";
    private static final int LETTERS = 26;
    private static final boolean[] KNOWN = new boolean[LETTERS * LETTERS * LETTERS];

    static {
        for (int at = 0; at < CODES.length(); at += 4) {
            KNOWN[index(CODES.charAt(at), CODES.charAt(at + 1), CODES.charAt(at + 2))] = true;
        }
    }

    private Currencies() {}

    private static int index(final int a, final int b, final int c) {
        return ((a - 'A') * LETTERS + b - 'A') * LETTERS + c - 'A';
    }

    /** A number for the currency whose three letters stand at that place, or -1 when it is none. */
    public static int number(final HeapBuffer buffer, final int offset) {
        final int a = buffer.getByte(offset);
        final int b = buffer.getByte(offset + 1);
        final int c = buffer.getByte(offset + 2);
        final boolean letters = a >= 'A' && a <= 'Z' && b >= 'A' && b <= 'Z' && c >= 'A' && c <= 'Z';
        return letters && KNOWN[index(a, b, c)] ? index(a, b, c) : -1;
    }

    /** Writes the three letters of a number from {@link #number}. */
    public static void putCode(final int number, final HeapBuffer target, final int offset) {
        target.putByte(offset, (byte) ('A' + number / (LETTERS * LETTERS)));
        target.putByte(offset + 1, (byte) ('A' + number / LETTERS % LETTERS));
        target.putByte(offset + 2, (byte) ('A' + number % LETTERS));
    }

    /** The three letters of a number from {@link #number}. */
    public static String code(final int number) {
        return new String(new char[] {
            (char) ('A' + number / (LETTERS * LETTERS)),
            (char) ('A' + number / LETTERS % LETTERS),
            (char) ('A' + number % LETTERS)
        });
    }
}
