package pakit.ml.peers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import pakit.error.PakitException;

/// A checkpoint of a [PeerSelector]: settings, place, tokens, what all peers have in common, and each peer, the one
/// heard of longest ago first. Big-endian, with a magic number and a version before it. Times are kept as ages: while
/// nobody runs, nothing fades.
record PeerState(PeerSettings settings, NetworkCoordinate place, double hedgeTokens, Pool pool, Map<String, Arm> arms) {
    private static final int MAGIC = 0x504b_5053;
    private static final int FORMAT_VERSION = 1;
    private static final int PEERS_MAX = 1_000_000;

    byte[] write(long now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT_VERSION);
            write(settings, out);
            write(place, out);
            out.writeDouble(hedgeTokens);
            pool.write(out);
            out.writeInt(arms.size());
            for (Map.Entry<String, Arm> arm : arms.entrySet()) {
                out.writeUTF(arm.getKey());
                arm.getValue().write(now, out);
            }
        } catch (IOException e) {
            throw new PakitException.Invalid("state of a peer selector cannot be written: " + e.getMessage());
        }
        return bytes.toByteArray();
    }

    /// @throws PakitException.Corrupt naming what was found and expected
    static PeerState read(byte[] bytes, long now) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            require("magic number", in.readInt(), MAGIC);
            require("format version", in.readInt(), FORMAT_VERSION);
            PeerSettings settings = settings(in);
            NetworkCoordinate place = place(in);
            double hedgeTokens = within("hedge tokens", in.readDouble(), 0, PeerSelector.HEDGE_TOKENS_MAX);
            PeerState state = new PeerState(settings, place, hedgeTokens, Pool.read(in), new LinkedHashMap<>());
            int peers = (int) within("peers", in.readInt(), 0, Math.min(PEERS_MAX, settings.peersMax()));
            for (int i = 0; i < peers; i++) {
                state.arms.put(in.readUTF(), Arm.read(settings, now, in));
            }
            require("bytes after the last peer", in.available(), 0);
            require("peers of different names", state.arms.size(), peers);
            return state;
        } catch (IOException | IllegalArgumentException e) {
            throw new PakitException.Corrupt("state of a peer selector cannot be read: " + e
                    + "; restore the file or start from another version");
        }
    }

    private static void write(PeerSettings settings, DataOutputStream out) throws IOException {
        out.writeDouble(settings.memorySeconds());
        out.writeDouble(settings.backlogSeconds());
        out.writeDouble(settings.suspicionSeconds());
        out.writeDouble(settings.hedgeDeviationsMin());
        out.writeDouble(settings.hedgeDeviationsMax());
        out.writeDouble(settings.hedgeShare());
        out.writeDouble(settings.timeoutDeviations());
        out.writeDouble(settings.timeoutMsMin());
        out.writeInt(settings.probes());
        out.writeDouble(settings.probeSeconds());
        out.writeInt(settings.peersMax());
    }

    private static PeerSettings settings(DataInputStream in) throws IOException {
        return new PeerSettings(
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readInt(),
                in.readDouble(),
                in.readInt());
    }

    static void write(NetworkCoordinate place, DataOutputStream out) throws IOException {
        for (double ms : place.ms()) {
            out.writeDouble(ms);
        }
        out.writeDouble(place.heightMs());
        out.writeDouble(place.error());
    }

    static NetworkCoordinate place(DataInputStream in) throws IOException {
        double[] ms = new double[NetworkCoordinate.DIMENSIONS];
        for (int i = 0; i < ms.length; i++) {
            ms[i] = in.readDouble();
        }
        return NetworkCoordinate.of(ms, in.readDouble(), in.readDouble());
    }

    static double within(String name, double found, double min, double max) {
        if (!(found >= min && found <= max)) {
            throw new PakitException.Corrupt("state of a peer selector: " + name + " is " + found + ", expected " + min
                    + " to " + max + "; restore the file or start from another version");
        }
        return found;
    }

    private static void require(String name, int found, int expected) {
        if (found != expected) {
            throw new PakitException.Corrupt("state of a peer selector: " + name + " is " + found + ", expected "
                    + expected + "; restore the file or start from another version");
        }
    }
}
