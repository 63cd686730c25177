package pakit.ml.models;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import pakit.codec.Codec;
import pakit.codec.Profile;

/// What each codec of [Codec#MENU] cost over many blocks: enough to tell the best fixed one for any profile.
public record CodecTotals(List<Long> storedBytes, List<Long> packNanos) {
    public CodecTotals {
        storedBytes = List.copyOf(storedBytes);
        packNanos = List.copyOf(packNanos);
        int codecs = Codec.MENU.size();
        if (storedBytes.size() != codecs || packNanos.size() != codecs) {
            throw new IllegalArgumentException("totals are of " + codecs + " codecs, found " + storedBytes.size()
                    + " sizes and " + packNanos.size() + " times");
        }
    }

    public static CodecTotals of(List<MeasuredBlock> blocks) {
        long[] storedBytes = new long[Codec.MENU.size()];
        long[] packNanos = new long[Codec.MENU.size()];
        for (MeasuredBlock block : blocks) {
            for (int codec = 0; codec < storedBytes.length; codec++) {
                storedBytes[codec] += block.storedBytes()[codec];
                packNanos[codec] += block.packNanos()[codec];
            }
        }
        return new CodecTotals(
                LongStream.of(storedBytes).boxed().toList(),
                LongStream.of(packNanos).boxed().toList());
    }

    /// The number of the codec that was cheapest over all.
    public int bestFixed(Profile profile) {
        return IntStream.range(0, storedBytes.size())
                .boxed()
                .min((a, b) -> Double.compare(cost(profile, a), cost(profile, b)))
                .orElseThrow();
    }

    double cost(Profile profile, int codec) {
        return profile.cost(storedBytes.get(codec), packNanos.get(codec));
    }
}
