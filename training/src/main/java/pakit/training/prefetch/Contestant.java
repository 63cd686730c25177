package pakit.training.prefetch;

import pakit.ml.prefetch.BlockAccess;
import pakit.ml.prefetch.PrefetchEngine;

/// Hears of each access of a trace and names blocks to fetch ahead.
public interface Contestant {
    String policy();

    /// @param at how many accesses of the trace came before this one
    /// @return what to fetch, none of it in memory or on its way; shared
    long[] heard(int at, BlockAccess access);

    /// Told when a fetch is done.
    default void arrived(long id) {}

    static Contestant of(PrefetchEngine engine) {
        return new Contestant() {
            @Override
            public String policy() {
                return "Pakit";
            }

            @Override
            public long[] heard(int at, BlockAccess access) {
                return engine.predict(access).ids();
            }

            @Override
            public void arrived(long id) {
                engine.arrived(id);
            }
        };
    }
}
