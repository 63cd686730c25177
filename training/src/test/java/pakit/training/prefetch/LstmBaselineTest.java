package pakit.training.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;
import pakit.hint.Found;
import pakit.ml.prefetch.BlockAccess;
import pakit.training.NeuralFit;
import pakit.training.SequenceSettings;

class LstmBaselineTest {
    private static final NeuralFit.Watcher NOBODY = (pass, training, validation) -> true;
    private static final SequenceSettings SETTINGS = SequenceSettings.standard(1_000, 3);
    private static final int FROM = 600;

    /// Tokens 1 to 3 are 100, 200 and 300; the second half has blocks that nobody has seen.
    private static final AccessTrace TRACE = new AccessTrace(
            "hand",
            LongStream.range(0, 2 * FROM)
                    .map(i -> i < FROM ? 100 * (1 + Math.max(0, i % 6 - 3)) : i % 2 == 0 ? 100 : i)
                    .toArray(),
            false);

    @Test
    void theVocabularyIsTheMostFrequentBlocksTheEarlierFirst() {
        assertThat(LstmBaseline.vocabulary(new long[] {7, 9, 9, 8, 8, 7, 9, 5})).containsExactly(0, 9, 7, 8, 5);
    }

    @Test
    void theVocabularyIsBounded() {
        long[] seen = LongStream.concat(LongStream.rangeClosed(1, 10_001), LongStream.rangeClosed(2, 10_001))
                .toArray();
        assertThat(LstmBaseline.vocabulary(seen))
                .hasSize(10_001)
                .contains(10_001)
                .doesNotContain(1);
    }

    @Test
    void itLearnsFromWhatComesBeforeAndAsideIsTheLastTenth() {
        FixedLstm fit = new FixedLstm(0);
        LstmBaseline.fit(TRACE, FROM, SETTINGS, fit, NOBODY);
        assertThat(fit.tokens.getFirst().vocabulary()).isEqualTo(4);
        assertThat(fit.tokens.getFirst().training()).hasSize(540).startsWith(1, 1, 1, 1, 2, 3, 1);
        assertThat(fit.tokens.getFirst().validation()).hasSize(60).startsWith(1, 1, 1, 1, 2, 3, 1);
        assertThat(fit.settings).containsExactly(SETTINGS);
    }

    @Test
    void unknownBlocksAreOneToken() {
        long[] ids = LongStream.concat(
                        LongStream.rangeClosed(1, 10_000).flatMap(id -> LongStream.of(id, id)), LongStream.of(77_777))
                .toArray();
        FixedLstm fit = new FixedLstm(0);
        LstmBaseline.fit(new AccessTrace("many", ids, false), ids.length, SETTINGS, fit, NOBODY);
        assertThat(fit.tokens.getFirst().vocabulary()).isEqualTo(10_001);
        assertThat(fit.tokens.getFirst().validation()).endsWith(10_000, 10_000, 0);
    }

    @Test
    void theLikeliestIsNamedLastAndNeverWhatIsUnknown() {
        Contestant always = forecasts(5, 1, 2, 3).always();
        assertThat(always.heard(FROM, access(id -> false))).containsExactly(100, 200, 300);
    }

    @Test
    void whatIsInMemoryIsNotNamed() {
        Contestant always = forecasts(0, 1, 2, 3).always();
        assertThat(always.heard(FROM + 7, access(id -> id == 200))).containsExactly(100, 300);
    }

    @Test
    void atEvenOddsOnlyWhatIsLikelyIsNamed() {
        float even = (float) Math.log(2); // beside exp(0) + exp(0): a chance of one half, and those of a quarter
        assertThat(forecasts(0, 0, even + 0.01f).likely().heard(FROM, access(id -> false)))
                .containsExactly(200);
        assertThat(forecasts(0, 0, even - 0.01f).likely().heard(FROM, access(id -> false)))
                .isEmpty();
    }

    @Test
    void nothingIsNamedWhileItLearns() {
        Contestant always = forecasts(0, 1, 2, 3).always();
        assertThat(always.heard(FROM - 1, access(id -> false))).isEmpty();
    }

    @Test
    void itSaysHowMuchItKnows() {
        LstmBaseline lstm = LstmBaseline.fit(TRACE, FROM, SETTINGS, new FixedLstm(0), NOBODY);
        assertThat(lstm.known(TRACE, 0)).isCloseTo(0.75, within(1e-9));
        assertThat(lstm.known(TRACE, FROM)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void itIsPlayedThroughTheCacheLikeTheEngine() {
        PrefetchFigures figures =
                new PrefetchPlayer(TRACE, FROM, 100, 0, forecasts(0, 9).always()).play();
        assertThat(figures.policy()).isEqualTo("LSTM, top 5");
        assertThat(figures.accesses()).isEqualTo(FROM);
        assertThat(figures.hits()).isEqualTo(FROM / 2); // one block in two is new
        assertThat(figures.fetched()).isEqualTo(figures.accesses() - figures.hits() + figures.named());
    }

    @Test
    void aTraceThatIsTooShortIsNamed() {
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> LstmBaseline.fit(TRACE, 199, SETTINGS, new FixedLstm(0), NOBODY))
                .withMessageContainingAll("hand", "199", "200", "longer");
    }

    private static LstmForecasts forecasts(float... logits) {
        return LstmBaseline.fit(TRACE, FROM, SETTINGS, new FixedLstm(logits), NOBODY)
                .forecasts(TRACE, FROM);
    }

    private static BlockAccess access(LongPredicate held) {
        return new BlockAccess(1, Found.READ, held, Integer.MAX_VALUE);
    }
}
