package pakit.dag;

import java.util.List;
import java.util.random.RandomGenerator;
import pakit.codec.Codec;
import pakit.error.PakitException;

/// Now and then another codec than the one that was chosen, out of those that are safe, so that what came of it tells
/// what models that choose otherwise would bring. Which codec packs a block never changes its id or its bytes.
///
/// With probability [#share] the codec is drawn evenly from the safe ones, whatever was chosen; else it is the chosen
/// one. So the probability of every codec is known, and it is logged. Thread-safe if the source of randomness is.
public final class Exploration {
    /// Above this the store would be no longer the operator's.
    public static final double SHARE_MAX = 0.5;

    private static final Exploration NONE = new Exploration(0, List.of(), () -> 0);

    private final double share;
    private final List<Codec> safe;
    private final RandomGenerator random;

    /// @param share 0 to [#SHARE_MAX]
    /// @param safe at least one if `share` is above 0
    public Exploration(double share, List<Codec> safe, RandomGenerator random) {
        if (!(share >= 0 && share <= SHARE_MAX)) {
            throw new PakitException.Invalid("exploration must be a share from 0 to " + SHARE_MAX + ", found " + share);
        }
        if (share > 0 && safe.isEmpty()) {
            throw new PakitException.Invalid("exploration needs at least one safe codec");
        }
        this.share = share;
        this.safe = List.copyOf(safe);
        this.random = random;
    }

    public static Exploration none() {
        return NONE;
    }

    boolean isOn() {
        return share > 0;
    }

    /// What to try where `settled` was chosen.
    Codec draw(Codec settled) {
        return random.nextDouble() < share ? safe.get(random.nextInt(safe.size())) : settled;
    }

    /// With what probability [#draw] answers `tried`.
    double propensity(Codec tried, Codec settled) {
        double byChance = safe.contains(tried) ? share / safe.size() : 0;
        return tried.equals(settled) ? 1 - share + byChance : byChance;
    }
}
