package pakit.tar;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import pakit.error.PakitException;

/// The pax records of our own.
final class Pax {
    /// On the only entry of a tree that is one file or one symlink.
    static final String TOP = "PAKIT.top";

    /// On entries whose time of last change was asked to be kept: seconds since 1970, as a decimal fraction.
    static final String MTIME = "PAKIT.mtime";

    private static final int NANO_DIGITS = 9;

    private Pax() {}

    static String write(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    /// @throws PakitException.Invalid naming the entry, if `text` is no time
    static Instant parse(String entry, String text) {
        try {
            BigDecimal seconds = new BigDecimal(text);
            BigDecimal whole = seconds.setScale(0, java.math.RoundingMode.FLOOR);
            long nanos = seconds.subtract(whole).movePointRight(NANO_DIGITS).longValue();
            return Instant.ofEpochSecond(whole.longValueExact(), nanos);
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw new PakitException.Invalid(
                    "tar entry '" + entry + "': " + MTIME + " must be seconds since 1970, found '" + text + "'", e);
        }
    }
}
