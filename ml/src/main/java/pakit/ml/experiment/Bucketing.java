package pakit.ml.experiment;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import pakit.error.PakitException;

/// Which of 10,000 buckets a unit falls into: always the same, on every node and after every restart, without any
/// memory of units. Pure.
///
/// The rule is frozen and stored with each experiment: murmur3 (x86, 32 bits, seed 0) of `SALT:UNIT` in UTF-8, as an
/// unsigned number scaled to the buckets by a multiplication.
final class Bucketing {
    static final String RULE = "murmur3-x86-32/10000";
    static final int BUCKETS = 10_000;

    private Bucketing() {}

    /// @param salt of the experiment, its name: so the same units fall elsewhere in the next one, and nodes that run
    ///     the same experiment agree without asking each other
    /// @param unit what is assigned as a whole: a user, or a request
    static int bucket(String salt, String unit) {
        return bucket(hash(salt + ":" + unit));
    }

    /// @throws PakitException.Corrupt if an experiment was begun under a rule that is not known here
    static void requireKnown(String rule) {
        if (!rule.equals(RULE)) {
            throw new PakitException.Corrupt("experiment assigns units by rule " + rule + ", this Pakit knows " + RULE
                    + ": its arms would be mixed; use the Pakit that began it");
        }
    }

    static int hash(String text) {
        return Hashing.murmur3_32().hashBytesToInt(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int bucket(int hash) {
        return (int) (Integer.toUnsignedLong(hash) * BUCKETS >>> 32);
    }
}
