package pakit.node;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.privacy.Noise;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.PrivateOrder;

/// What `POST /v1/telemetry/figures` takes.
///
/// @param epsilon for Laplace noise; this or `rho`
/// @param rho for Gaussian noise
/// @param sum a number to add up, instead of counting
/// @param max the most that an event adds
public record FiguresOrder(
        @Nullable List<String> types,
        @Nullable Instant since,
        @Nullable Long bucketSeconds,
        @Nullable BigDecimal epsilon,
        @Nullable BigDecimal rho,
        @Nullable String sum,
        @Nullable Long max) {
    private static final long HOUR = 3600;

    /// The same, for the port.
    public static FiguresOrder of(PrivateOrder order) {
        return new FiguresOrder(
                order.kinds().stream().map(EventKind::label).sorted().toList(),
                order.since(),
                order.bucket().toSeconds(),
                order.noise() instanceof Noise.Laplace laplace ? laplace.epsilon() : null,
                order.noise() instanceof Noise.Gaussian gaussian ? gaussian.rho() : null,
                order.sum(),
                order.max());
    }

    /// @throws PakitException.Invalid if something is missing or out of bounds
    public PrivateOrder order() {
        if (since == null) {
            throw new PakitException.Invalid("'since' is missing: say from when on");
        }
        return new PrivateOrder(
                kinds(),
                since,
                Duration.ofSeconds(bucketSeconds == null ? HOUR : bucketSeconds),
                noise(epsilon, rho),
                sum,
                max == null ? 0 : max);
    }

    private Set<EventKind> kinds() {
        return types == null
                ? Set.of()
                : types.stream().map(EventKind::labelled).collect(Collectors.toUnmodifiableSet());
    }

    /// @throws PakitException.Invalid unless one of them is given
    public static Noise noise(@Nullable BigDecimal epsilon, @Nullable BigDecimal rho) {
        if (epsilon != null && rho == null) {
            return new Noise.Laplace(epsilon);
        }
        if (rho != null && epsilon == null) {
            return new Noise.Gaussian(rho);
        }
        throw new PakitException.Invalid("say either epsilon (Laplace noise) or rho (Gaussian noise)");
    }
}
