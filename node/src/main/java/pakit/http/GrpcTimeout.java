package pakit.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a gRPC caller waits, as its header `grpc-timeout` says: up to eight digits and a unit.
final class GrpcTimeout {
    static final String HEADER = "grpc-timeout";
    /// To callers that wait for ever.
    static final long NONE = Long.MAX_VALUE;

    private static final Pattern FORM = Pattern.compile("\\d{1,8}[HMSmun]");

    private GrpcTimeout() {}

    /// @throws HttpFailure 400 if it is none
    static long nanos(@Nullable String header) {
        if (header == null) {
            return NONE;
        }
        if (!FORM.matcher(header).matches()) {
            throw new HttpFailure(
                    400, HEADER + " must be up to eight digits and one of H, M, S, m, u, n, found '" + header + "'");
        }
        int unit = header.length() - 1;
        return Math.multiplyExact(Long.parseLong(header, 0, unit, 10), nanosOf(header.charAt(unit)));
    }

    private static long nanosOf(char unit) {
        return switch (unit) {
            case 'H' -> 3_600_000_000_000L;
            case 'M' -> 60_000_000_000L;
            case 'S' -> 1_000_000_000L;
            case 'm' -> 1_000_000L;
            case 'u' -> 1_000L;
            default -> 1;
        };
    }
}
