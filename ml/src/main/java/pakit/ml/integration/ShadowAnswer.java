package pakit.ml.integration;

import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.hint.Hint;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.PakitModel;
import pakit.ml.serving.ErrorKind;

/// What one version made of one row.
sealed interface ShadowAnswer {
    /// The codec that it would have the core try: the profile's default where it abstains.
    record Chosen(Codec codec, long nanos) implements ShadowAnswer {}

    record Failed(ErrorKind kind) implements ShadowAnswer {}

    /// Asks on nobody's behalf: no breaker and no meter hears of it, and whatever is thrown ends here.
    static ShadowAnswer of(PakitModel model, float[] row, Profile profile) {
        if (!(model instanceof CompressionModel compression) || model.schema().size() != row.length) {
            return new Failed(ErrorKind.UNUSABLE);
        }
        long begun = System.nanoTime();
        try {
            Codec codec = codec(compression, row, profile);
            return new Chosen(codec, System.nanoTime() - begun);
        } catch (NotFinite e) {
            return new Failed(ErrorKind.NOT_FINITE);
        } catch (UnusableAnswer e) {
            return new Failed(ErrorKind.UNUSABLE);
        } catch (Throwable e) { // even of the JVM's own: a candidate that runs out of memory is only to be counted
            return new Failed(ErrorKind.FAILED);
        }
    }

    private static Codec codec(CompressionModel model, float[] row, Profile profile) {
        if (model.abstains(profile)) {
            return profile.defaultCodec();
        }
        float[] gains = new float[model.outputs()];
        model.predict(1, row, gains);
        for (float gain : gains) {
            if (!Float.isFinite(gain)) {
                throw new NotFinite();
            }
        }
        Hint.Compression hint = CompressionChoice.best(model.codecs(), model.offset(profile), gains, profile);
        return hint == null ? profile.defaultCodec() : hint.codec();
    }

    /// Found in an answer.
    @SuppressWarnings("serial")
    final class NotFinite extends RuntimeException {}
}
