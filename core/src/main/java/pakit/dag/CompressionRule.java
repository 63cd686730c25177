package pakit.dag;

import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.hint.Advice;
import pakit.hint.CompressionFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;

/// Turns advice on compression into a decision. Pure: same facts and advice, same decision, so any decision can be
/// replayed from telemetry.
///
/// | advice | decision |
/// |---|---|
/// | the block is a node of a tree | the profile's default, whatever the advice |
/// | silence | the profile's default |
/// | a codec that can pack | that codec |
/// | any other codec | the profile's default, and the reason |
///
/// A decision says what is tried first. [DagBackend] keeps the result only if it shrinks the block, so that the worst
/// that advice can do is to spend time and bytes; it cannot reach the id or the readability of a block.
public final class CompressionRule {
    private CompressionRule() {}

    public static Decision decide(CompressionFacts facts, Advice<Hint.Compression> advice) {
        Codec standard = facts.profile().defaultCodec();
        if (!asksAbout(facts.block().id().kind())) {
            return decided(standard, new Decision.Why.Unhinted(Silence.NOT_ASKED));
        }
        return switch (advice) {
            case Advice.Silent<Hint.Compression> silent ->
                decided(standard, new Decision.Why.Unhinted(silent.reason()));
            case Advice.Suggested<Hint.Compression> suggested -> decide(standard, suggested);
        };
    }

    private static Decision decide(Codec standard, Advice.Suggested<Hint.Compression> suggested) {
        Codec codec = suggested.hint().codec();
        String model = suggested.model();
        String version = suggested.version();
        if (!codec.usable()) {
            String reason = codec.label() + " is no codec that can pack";
            return decided(standard, new Decision.Why.HintIgnored(model, version, reason));
        }
        double gain = suggested.hint().gain();
        return decided(codec, new Decision.Why.Hinted(model, version, gain));
    }

    private static Decision decided(Codec codec, Decision.Why why) {
        return new Decision(codec, why, codec, 1);
    }

    /// The decision to try another codec than the one that was settled on.
    ///
    /// @param propensity with what probability `tried` was going to be tried
    static Decision explore(Decision decision, Codec tried, double propensity) {
        return new Decision(tried, decision.why(), decision.settled(), propensity);
    }

    /// Whether another codec may be tried: not where nobody is asked, or where the operator wants no models.
    static boolean mayExplore(Decision decision) {
        return !(decision.why() instanceof Decision.Why.Unhinted unhinted)
                || (unhinted.silence() != Silence.NOT_ASKED && unhinted.silence() != Silence.ML_DISABLED);
    }

    /// Whether advice on blocks of this kind can change anything.
    static boolean asksAbout(BlockId.Kind kind) {
        return kind == BlockId.Kind.RAW;
    }
}
