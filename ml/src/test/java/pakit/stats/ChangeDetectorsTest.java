package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ChangeDetectorsTest {
    /// The stream of River's tests (BSD-3): a thousand values of 0 and 1, then a thousand of 0 to 7.
    private static final double[] STREAM = """
            0111010010110110111000111010011111011111100110011110111101101001110010100011000000100010011111100010
            0101010001100101001101100100111100010100110101011101000110000001110010101001101101100100111101101110
            0000111001010100001001110001101101000001001111100010001111010110110010111010100000000010001001111111
            1110010000011101101010000111110011011001001001110011101100001110011011111010100111001010111100010000
            1001001110101111111000111011100101111010000000101101011000001011010011011011010110100000000100001001
            0011110000010111010110010110100010011001010011010110011110001001011001110011111000000110011111101101
            0110100001000101110111101011011111000101101101001011100000010000110110110110101010011110101110001000
            1000001000101100101001010111111001111000001101010001011101110010110100100110101010111011011110011100
            1110000101010101111011001101011100110001011100000111111100110101001110101001110101101111101000011011
            0010110111101001001011000000001010000001011010001011010000011110110000010101100101110101001001001011
            3455712431702211314066414677502621375343203030057725352305442557276727612671774266020321303317017342
            5557216531474311530362267457564326476214357002115211332342755351376150402445717527016242567135300651
            3516254043675730456200674577030576371346042325270374635324140536652141260300505703727515072405736074
            7767222665023643056117504466271364705370067762402025100502644521054742302461565106716133233202400021
            4325017014416572727313616771344317620004276010767026273637674377276274320625433647525037333720143555
            3113071243322206240370506631112000502642533605222435202367002730737561570517516423444650742656520156
            3233125511352520211325010445351724566352252671336345047370203611314154056501537235026646660251567574
            4630443261644454024001714551537403075544315205321721435000374230016215046634337660267050311022060116
            5356111532723257632677317216222175171241703620527762317046720241555055214035347460654675602710342470
            5471535160730507032642354105526031763301556645224236462337176547376002764426410505007777777635071343
            """.chars()
            .filter(Character::isDigit)
            .mapToDouble(digit -> digit - '0')
            .toArray();

    @Test
    void pageHinkleyAlarmsWhereRiverDoes() {
        PageHinkley detector = new PageHinkley(PageHinkley.Settings.STANDARD);
        assertThat(alarms(STREAM, detector::add)).containsExactly(1020, 1991);
    }

    @Test
    void adwinFindsTheChangeAndForgetsWhatWasBefore() {
        Adwin adwin = new Adwin(0.002);
        List<Integer> alarms = alarms(STREAM, adwin::add);
        assertThat(alarms).hasSizeBetween(1, 3);
        assertThat(alarms.getFirst()).isBetween(1000, 1063);
        assertThat(adwin.window().count()).isBetween(900L, 1100L);
        assertThat(adwin.window().mean()).isBetween(3.0, 4.0);
    }

    /// A hundred streams of ten thousand values without a change.
    @Test
    void streamsWithoutAChangeHardlyAlarm() {
        SplittableRandom random = new SplittableRandom(3);
        int adwins = 0;
        int hinkleys = 0;
        for (int run = 0; run < 100; run++) {
            double[] stream = stream(10_000, () -> random.nextDouble() < 0.3 ? 1 : 0);
            Adwin adwin = new Adwin(0.002);
            PageHinkley hinkley = new PageHinkley(PageHinkley.Settings.STANDARD);
            adwins += alarms(stream, adwin::add).isEmpty() ? 0 : 1;
            hinkleys += alarms(stream, hinkley::add).isEmpty() ? 0 : 1;
        }
        assertThat(adwins).isLessThanOrEqualTo(5);
        assertThat(hinkleys).isLessThanOrEqualTo(30);
    }

    /// The mean of errors goes from 10 % to 30 % after five thousand values.
    @Test
    void aChangeIsSeenWithinAFewHundredValues() {
        SplittableRandom random = new SplittableRandom(4);
        for (int run = 0; run < 50; run++) {
            int[] at = {0};
            double[] stream = stream(6_000, () -> random.nextDouble() < (at[0]++ < 5_000 ? 0.1 : 0.3) ? 1 : 0);
            Adwin adwin = new Adwin(0.002);
            assertThat(alarms(stream, adwin::add).stream().filter(alarm -> alarm >= 5_000))
                    .first()
                    .satisfies(alarm -> assertThat(alarm).isLessThan(5_400));
        }
    }

    @Test
    void memoryGrowsWithTheLogarithmOfTheWindow() {
        SplittableRandom random = new SplittableRandom(5);
        Adwin adwin = new Adwin(1e-9);
        for (int i = 0; i < 1_000_000; i++) {
            adwin.add(random.nextDouble());
        }
        assertThat(adwin.window().count()).isEqualTo(1_000_000);
        assertThat(adwin.sums()).isLessThan(110);
    }

    @Test
    void settingsWithoutMeaningAreRefused() {
        assertThatThrownBy(() -> new Adwin(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageHinkley.Settings(30, 0.005, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> alarms(double[] stream, DoublePredicate detector) {
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < stream.length; i++) {
            if (detector.test(stream[i])) {
                alarms.add(i);
            }
        }
        return alarms;
    }

    private static double[] stream(int length, DoubleSupplier values) {
        double[] stream = new double[length];
        for (int i = 0; i < length; i++) {
            stream[i] = values.getAsDouble();
        }
        return stream;
    }
}
