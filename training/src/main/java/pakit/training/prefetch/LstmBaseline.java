package pakit.training.prefetch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pakit.error.PakitException;
import pakit.ml.tensor.LstmNetwork;
import pakit.training.NeuralFit;
import pakit.training.SequenceFit;
import pakit.training.SequenceSettings;
import pakit.training.TokenSequences;

/// The LSTM of the Python original, to compare with and never served: it knows the blocks that were most frequent while
/// it learnt, reads the last ten accesses, and names the five blocks that are likeliest to come next. All other blocks
/// are one token to it, which it may foresee and cannot name.
public final class LstmBaseline {
    public static final int VOCABULARY_MAX = 10_000;

    private static final int UNKNOWN = 0;
    private static final int ACCESSES_MIN = 200;

    /// One part in so many, the last one, tells when to stop.
    private static final int VALIDATION_PART = 10;

    private final long[] ids;
    private final Map<Long, Integer> tokens;
    private final LstmNetwork network;
    private final int last;

    private LstmBaseline(long[] ids, LstmNetwork network, int last) {
        this.ids = ids;
        this.tokens = tokens(ids);
        this.network = network;
        this.last = last;
    }

    /// Learns from what comes before an access.
    ///
    /// @param before the first access that it does not see
    /// @throws PakitException.Invalid if that is too little
    /// @throws PakitException.Unavailable if the machine cannot run the fit
    public static LstmBaseline fit(
            AccessTrace trace, int before, SequenceSettings settings, SequenceFit fit, NeuralFit.Watcher watcher) {
        if (before < ACCESSES_MIN) {
            throw new PakitException.Invalid("trace " + trace.name() + " has " + before
                    + " accesses to learn from, an LSTM needs at least " + ACCESSES_MIN + ": play a longer one");
        }
        long[] seen = Arrays.copyOf(trace.ids(), before);
        long[] ids = vocabulary(seen);
        Map<Long, Integer> tokens = tokens(ids);
        int[] read = Arrays.stream(seen)
                .mapToInt(id -> tokens.getOrDefault(id, UNKNOWN))
                .toArray();
        int training = read.length - read.length / VALIDATION_PART;
        TokenSequences sequences = new TokenSequences(
                ids.length, Arrays.copyOf(read, training), Arrays.copyOfRange(read, training, read.length));
        return new LstmBaseline(ids, LstmNetwork.of(fit.fit(sequences, settings, watcher)), settings.last());
    }

    /// By token, the most frequent first, of equals the one that came first; what is unknown before all.
    static long[] vocabulary(long[] seen) {
        Map<Long, Integer> counts = new LinkedHashMap<>();
        for (long id : seen) {
            counts.merge(id, 1, Integer::sum);
        }
        List<Long> frequent = counts.entrySet().stream()
                .sorted(Map.Entry.<Long, Integer>comparingByValue().reversed())
                .limit(VOCABULARY_MAX)
                .map(Map.Entry::getKey)
                .toList();
        long[] ids = new long[1 + frequent.size()];
        for (int i = 0; i < frequent.size(); i++) {
            ids[i + 1] = frequent.get(i);
        }
        return ids;
    }

    private static Map<Long, Integer> tokens(long[] ids) {
        Map<Long, Integer> tokens = new HashMap<>();
        for (int token = UNKNOWN + 1; token < ids.length; token++) {
            tokens.put(ids[token], token);
        }
        return tokens;
    }

    /// The share of the accesses from `from` on whose blocks it can name.
    public double known(AccessTrace trace, int from) {
        return Arrays.stream(trace.ids(), from, trace.ids().length)
                        .filter(tokens::containsKey)
                        .count()
                / (double) (trace.ids().length - from);
    }

    /// What it says after each access from `from` on. It depends on the accesses alone: several policies can play it.
    public LstmForecasts forecasts(AccessTrace trace, int from) {
        long[] accesses = trace.ids();
        LstmForecasts.Recorder recorder = new LstmForecasts.Recorder(from, accesses.length - from);
        LstmNetwork.Memory memory = network.memory();
        int[] likeliest = new int[LstmForecasts.TOP + 1]; // one of them may be what is unknown
        float[] chances = new float[likeliest.length];
        for (int at = from; at < accesses.length; at++) {
            memory.clear();
            for (int i = Math.max(0, at + 1 - last); i <= at; i++) {
                network.step(tokens.getOrDefault(accesses[i], UNKNOWN), memory);
            }
            network.likeliest(memory, likeliest, chances);
            for (int i = 0; i < likeliest.length; i++) {
                if (likeliest[i] > UNKNOWN) {
                    recorder.add(at, ids[likeliest[i]], chances[i]);
                }
            }
        }
        return recorder.done();
    }
}
