package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.error.PakitException;

class DirectoryLayoutTest {
    private final MemoryBlocks blocks = new MemoryBlocks();

    private DagLink layMany(ToLongFunction<byte[]> hash) {
        DagLink leaf = new DagLink(Block.raw(new byte[0]).id(), "", 0);
        List<DagLink> entries =
                IntStream.range(0, 6000).mapToObj(i -> leaf.named("entry-" + i)).toList();
        return new DirectoryLayout(blocks::store, hash).lay(entries, Attributes.DIRECTORY);
    }

    private List<String> names(DagLink directory) {
        StoredNode top = StoredNode.of(blocks.read(directory.id()));
        List<String> names = new ArrayList<>();
        new DirectoryLinks(top, id -> StoredNode.of(blocks.read(id))).forEach(link -> names.add(link.name()));
        return names;
    }

    private static int number(byte[] name) {
        return Integer.parseInt(new String(name, 6, name.length - 6, java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void namesThatDifferInTheLastBitsAreEightShardsDeep() {
        assertThat(names(layMany(DirectoryLayoutTest::number)))
                .hasSize(6000)
                .doesNotHaveDuplicates()
                .startsWith("entry-0", "entry-1");
    }

    @Test
    void namesOfTheSameHashAreRefusedByName() {
        assertThatThrownBy(() -> layMany(name -> number(name) / 2))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("'entry-0' and 'entry-1'");
    }
}
