package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PlotsTest {
    @Test
    void aLineHasAPointAStepAndEndsWhereItsValueIs() throws Exception {
        Plot plot = Plots.lines("learning-curve", "Loss", "passes", Map.of("a < b", new double[] {1, 0.5, 0}));

        Document svg = parsed(plot);
        String points = svg.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getNodeValue();
        assertThat(points).isEqualTo("80.0,50.0 385.0,195.0 690.0,340.0");
        assertThat(svg.getDocumentElement().getTextContent()).contains("Loss", "passes", "a < b");
    }

    @Test
    void barsAndCountsAreAllThere() throws Exception {
        Document bars = parsed(Plots.bars("regret", "Regret", List.of("x", "y"), Map.of("model", new double[] {1, 2})));
        assertThat(bars.getElementsByTagName("title").getLength()).isEqualTo(2);
        Document counts = parsed(Plots.confusion(
                "confusion", "Choices", List.of("none", "lz4"), List.of(List.of(3L, 1L), List.of(0L, 9L))));
        assertThat(counts.getDocumentElement().getTextContent()).contains("none", "lz4", "3", "9");
    }

    @Test
    void nothingToDrawIsNoFailure() throws Exception {
        assertThat(parsed(Plots.lines("empty", "Nothing", "steps", Map.of())).hasChildNodes())
                .isTrue();
        assertThat(parsed(Plots.bars("empty", "Nothing", List.of(), Map.of())).hasChildNodes())
                .isTrue();
    }

    private static Document parsed(Plot plot) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(plot.svg().getBytes(StandardCharsets.UTF_8)));
    }
}
