package pakit.ml.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.store.DurableFiles;

/// What a home may still tell about its events, kept in a file of the home: a release pays before its noise is drawn,
/// and what was paid is durable by then, so neither a crash nor two callers at once get anything for free. When it is
/// spent, it is spent: it does not grow again.
///
/// What cannot be read counts as spent. Thread-safe within the process that holds the home.
public final class PrivacyBudget {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int FORMAT = 1;

    private final Path file;
    private final PrivacyLimits limits;

    /// What the file holds: both sums, so that limits of either kind can be changed later.
    ///
    /// @param impure how many releases have no epsilon
    record Ledger(int format, BigDecimal epsilon, BigDecimal rho, long releases, long impure) {
        static final Ledger NEW = new Ledger(FORMAT, BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);

        Ledger plus(Cost cost) {
            return new Ledger(
                    format,
                    epsilon.add(cost.epsilon()),
                    rho.add(cost.rho()),
                    releases + 1,
                    impure + (cost.isPure() ? 0 : 1));
        }
    }

    /// How it stands.
    ///
    /// @param unit what is counted, `epsilon` or `rho`
    /// @param epsilon the limit of all releases together
    /// @param delta the same
    public record Standing(
            String unit, BigDecimal total, BigDecimal spent, long releases, double epsilon, double delta) {}

    public PrivacyBudget(Path file, PrivacyLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    public synchronized Standing standing() {
        Ledger ledger = read();
        return new Standing(
                limits.isPure() ? "epsilon" : "rho",
                limits.total(),
                spent(ledger),
                ledger.releases(),
                limits.epsilon(),
                limits.delta());
    }

    /// @throws PakitException.Refused if too little is left; nothing is paid then
    /// @throws PakitException.Corrupt if the file cannot be read
    synchronized void pay(Cost cost) {
        Ledger ledger = read();
        BigDecimal price = limits.price(cost);
        BigDecimal left = limits.total().subtract(spent(ledger));
        if (price.compareTo(left) > 0) {
            throw new PakitException.Refused("the privacy budget of this home has "
                    + left.max(BigDecimal.ZERO).toPlainString() + " of " + limits.total() + " "
                    + (limits.isPure() ? "epsilon" : "rho") + " left, this release costs " + price.toPlainString()
                    + ": " + advice(left));
        }
        write(ledger.plus(cost));
    }

    private String advice(BigDecimal left) {
        BigDecimal epsilon = limits.epsilonMax(left);
        return epsilon.signum() > 0
                ? "ask for more noise, an epsilon of at most " + epsilon.toPlainString()
                : "it is spent, and nothing more is told";
    }

    /// With a limit of pure epsilon, releases that have none have spent all.
    private BigDecimal spent(Ledger ledger) {
        if (limits.isPure()) {
            return ledger.impure() > 0 ? limits.total() : ledger.epsilon();
        }
        return ledger.rho();
    }

    private Ledger read() {
        if (!Files.exists(file)) {
            return Ledger.NEW;
        }
        try {
            return checked(MAPPER.readValue(Files.readAllBytes(file), Ledger.class));
        } catch (JsonProcessingException e) {
            throw corrupt(e.getOriginalMessage());
        } catch (IOException e) {
            throw new PakitException.Unavailable("privacy budget " + file + " cannot be read: " + e, e);
        }
    }

    private Ledger checked(@Nullable Ledger ledger) {
        if (ledger == null || ledger.format() != FORMAT) {
            throw corrupt("expected format " + FORMAT);
        }
        if (isWrong(ledger.epsilon()) || isWrong(ledger.rho()) || ledger.releases() < 0 || ledger.impure() < 0) {
            throw corrupt("a sum is missing or negative");
        }
        return ledger;
    }

    private static boolean isWrong(@Nullable BigDecimal sum) {
        return sum == null || sum.signum() < 0;
    }

    private PakitException.Corrupt corrupt(String why) {
        return new PakitException.Corrupt("privacy budget " + file + " is damaged (" + why
                + "): nothing is released any more, because nobody knows what was. Restore the file");
    }

    private void write(Ledger ledger) {
        try {
            DurableFiles.write(file, MAPPER.writeValueAsBytes(ledger));
        } catch (IOException e) {
            throw new PakitException.Unavailable("privacy budget " + file + " cannot be written: " + e, e);
        }
    }
}
