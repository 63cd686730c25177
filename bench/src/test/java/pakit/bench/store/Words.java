package pakit.bench.store;

import java.util.Random;

/// A made-up language of two thousand words, a few of which are frequent.
final class Words {
    private static final String[] SYLLABLES = {
        "ba", "re", "ti", "lo", "mun", "ker", "sa", "vi", "dor", "ne", "pha", "qui", "st", "or", "el", "ing"
    };

    private final String[] words = new String[2000];

    Words(Random random) {
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder();
            for (int syllables = 1 + random.nextInt(4); syllables > 0; syllables--) {
                word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            words[i] = word.toString();
        }
    }

    String one(Random random) {
        return words[(int) (words.length * Math.pow(random.nextDouble(), 3))];
    }

    String text(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(one(random));
        }
        return text.toString();
    }
}
