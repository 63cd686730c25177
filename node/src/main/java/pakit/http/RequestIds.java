package pakit.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Ids by which a request is found again in logs: the client's own if it gave a fit one, else one that is new.
/// Thread-safe.
final class RequestIds {
    static final String HEADER = "X-Request-Id";

    private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    /// @param random so that ids of two runs differ
    RequestIds(RandomGenerator random) {
        this.prefix = Integer.toHexString(random.nextInt()) + "-";
    }

    String of(@Nullable String given) {
        return given != null && FIT.matcher(given).matches()
                ? given
                : prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }
}
