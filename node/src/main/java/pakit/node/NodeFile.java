package pakit.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.store.DurableFiles;

/// Where the node that holds a home can be reached: `node.json` in the home, written when the port is open and removed
/// when it closes. A node that died leaves its file behind; [#running] sees through that.
///
/// Verbs on the home get in by what the file says: who may read it, which is the user of the node alone, may do with
/// the home what he likes anyway.
///
/// @param address such as `http://127.0.0.1:8080`
/// @param token by which the node knows the verbs of its own user, and lets them in as an operator, until it ends; null
///     in files of others
/// @param certificate the file that holds what the node shows on `https`
public record NodeFile(
        URI address,
        long pid,
        Instant startedAt,
        @Nullable String token,
        @Nullable String certificate) {
    private static final String NAME = "node.json";
    private static final int CONNECT_MILLIS_MAX = (int) Duration.ofSeconds(2).toMillis();

    /// The node at `listening`, which is this process.
    ///
    /// @param local known to this process and to who reads the file
    public static NodeFile ofThisProcess(InetSocketAddress listening, Instant startedAt, Token local) {
        URI address = URI.create("http://" + shown(reachable(listening.getAddress())) + ":" + listening.getPort());
        return new NodeFile(address, ProcessHandle.current().pid(), startedAt, local.text(), null);
    }

    /// Where this machine finds what listens at all of its addresses.
    private static InetAddress reachable(InetAddress listening) {
        return listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
    }

    private static String shown(InetAddress address) {
        String host = address.getHostAddress();
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /// The same, for a port that encrypts.
    public NodeFile encrypted(Path shown) {
        URI secure = URI.create("https://" + address.getRawAuthority());
        return new NodeFile(
                secure, pid, startedAt, token, shown.toAbsolutePath().toString());
    }

    /// The same, for everybody's eyes.
    public NodeFile withoutToken() {
        return new NodeFile(address, pid, startedAt, null, certificate);
    }

    @Override
    public String toString() {
        return "NodeFile[" + address + ", process " + pid + ", since " + startedAt + "]";
    }

    /// The node that holds `home`, if one is alive and its port answers.
    public static Optional<NodeFile> running(Path home) {
        return read(home).filter(NodeFile::isAlive).filter(NodeFile::answers);
    }

    /// What the file says, whether or not that node still lives.
    ///
    /// @throws PakitException.Unavailable if it cannot be read
    public static Optional<NodeFile> read(Path home) {
        Path file = home.resolve(NAME);
        try {
            return Optional.of(NodeJson.read(Files.readAllBytes(file), NodeFile.class))
                    .filter(node -> node.address != null);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (PakitException.Invalid e) {
            return Optional.empty(); // half a file names no node
        } catch (IOException e) {
            throw new PakitException.Unavailable(
                    "home " + home + " cannot be opened: " + e + "; check the path and its permissions", e);
        }
    }

    /// Whether the node that serves `home` is one of the user of this process; no, where that cannot be told.
    public static boolean isOfThisUser(Path home) {
        try {
            return Files.getAttribute(home.resolve(NAME), "unix:uid")
                    .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /// Writes the file, for its owner alone, replacing one that a dead node left.
    public void write(Path home) throws IOException {
        DurableFiles.write(home.resolve(NAME), NodeJson.write(this));
    }

    /// Removes the file if it is this node's.
    public void remove(Path home) throws IOException {
        if (read(home).filter(this::equals).isPresent()) {
            Files.deleteIfExists(home.resolve(NAME));
        }
    }

    private boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS_MAX);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
