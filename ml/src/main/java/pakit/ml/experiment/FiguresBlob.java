package pakit.ml.experiment;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import pakit.error.PakitException;

/// The figures of one arm as bytes, for the database: a version, then impressions, metrics and latencies, each as its
/// entries that are not 0; deflated.
final class FiguresBlob {
    private static final int VERSION = 1;

    private FiguresBlob() {}

    static byte[] write(ArmFigures figures) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, fast))) {
            out.writeByte(VERSION);
            write(out, figures.impressions());
            out.writeByte(figures.metrics().size());
            for (Map.Entry<String, BucketSums.Snapshot> metric : new TreeMap<>(figures.metrics()).entrySet()) {
                out.writeUTF(metric.getKey());
                write(out, metric.getValue());
            }
            write(out, figures.latencies().counts());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            fast.end();
        }
        return bytes.toByteArray();
    }

    /// @throws PakitException.Corrupt if these are not such bytes, or of a newer version
    static ArmFigures read(byte[] blob) {
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(blob)))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new PakitException.Corrupt(
                        "figures of an experiment have version " + version + ", this Pakit reads " + VERSION);
            }
            BucketSums.Snapshot impressions = readSums(in);
            Map<String, BucketSums.Snapshot> metrics = new TreeMap<>();
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                metrics.put(in.readUTF(), readSums(in));
            }
            return new ArmFigures(impressions, Map.copyOf(metrics), readHistogram(in));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new PakitException.Corrupt("figures of an experiment cannot be read: " + e.getMessage(), e);
        }
    }

    private static void write(DataOutputStream out, BucketSums.Snapshot sums) throws IOException {
        for (int i = 0; i < Bucketing.BUCKETS; i++) {
            if (sums.counts()[i] != 0) {
                out.writeShort(i);
                out.writeLong(sums.counts()[i]);
                out.writeDouble(sums.sums()[i]);
            }
        }
        out.writeShort(Bucketing.BUCKETS);
    }

    private static BucketSums.Snapshot readSums(DataInputStream in) throws IOException {
        long[] counts = new long[Bucketing.BUCKETS];
        double[] sums = new double[Bucketing.BUCKETS];
        for (int i = in.readUnsignedShort(); i != Bucketing.BUCKETS; i = in.readUnsignedShort()) {
            counts[i] = in.readLong();
            sums[i] = in.readDouble();
        }
        return new BucketSums.Snapshot(counts, sums);
    }

    private static void write(DataOutputStream out, long[] histogram) throws IOException {
        out.writeShort(histogram.length);
        for (int i = 0; i < histogram.length; i++) {
            if (histogram[i] != 0) {
                out.writeShort(i);
                out.writeLong(histogram[i]);
            }
        }
        out.writeShort(histogram.length);
    }

    private static LogHistogram readHistogram(DataInputStream in) throws IOException {
        long[] counts = new long[in.readUnsignedShort()];
        for (int i = in.readUnsignedShort(); i != counts.length; i = in.readUnsignedShort()) {
            counts[i] = in.readLong();
        }
        return LogHistogram.of(counts);
    }
}
