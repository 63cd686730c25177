package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.node.JobOperations;

@Timeout(60)
class JobsThroughThePortTest {
    @TempDir
    Path directory;

    @Test
    void jobsPassUnchanged() throws Exception {
        JobOperations played = new PlayedJobs();
        try (Port port = Port.open(new PlayedNode(), directory)) {
            JobOperations remote = port.remote().jobs();
            assertThat(remote.list()).isEqualTo(played.list());
            assertThat(remote.show("a ä")).isEqualTo(played.show("a ä"));
            assertThat(remote.run("m", "why ä")).isEqualTo(played.run("m", "why ä"));
            assertThat(remote.cancel("3", "")).isEqualTo(played.cancel("3", ""));
            assertThatThrownBy(() -> remote.show("none")).isInstanceOf(PakitException.NotFound.class);
            var empty = port.request("/v1/jobs").header("Content-Type", "application/json");
            var answer = port.send(empty.POST(BodyPublishers.ofString("{}")));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("no 'model'");
            assertThat(port.get("/v1/jobs").body()).contains("\"state\":\"ramping\"");
        }
    }
}
