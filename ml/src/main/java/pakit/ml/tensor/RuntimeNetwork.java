package pakit.ml.tensor;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.onnx.ModelProto;

/// A graph that no kernel of ours covers, computed by ONNX Runtime on the CPU. The only class that names it, so that
/// its native library is loaded only where there is such a graph.
///
/// The graph has one input of floats, whose first dimension is free or 1 and whose other dimensions are fixed, and one
/// output of floats with as many rows; outputs of other types (such as the label that a classifier gives beside its
/// probabilities) are left out.
final class RuntimeNetwork implements Network {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeNetwork.class);
    private static final int WIDTH_MAX = 1 << 22;

    private final byte[] onnx;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final BoundedCalls calls;
    private final Tensors tensors;
    private final Signature signature;

    private RuntimeNetwork(byte[] onnx, String title, RuntimeSettings settings, Opened opened) throws OrtException {
        this.onnx = onnx;
        this.environment = opened.environment;
        this.session = opened.session;
        this.tensors = Tensors.of(session);
        this.signature = signature(opened, tensors);
        this.calls = new BoundedCalls(title, settings, () -> close(session));
    }

    private record Opened(OrtEnvironment environment, OrtSession session) {}

    /// @param model the same file, parsed
    /// @param why our own kernels do not cover it
    /// @throws PakitException.Corrupt if ONNX Runtime does not take it either, or its tensors are none we can serve
    static RuntimeNetwork load(byte[] onnx, ModelProto model, String title, RuntimeSettings settings, NotCovered why) {
        SelfContained.require(model);
        @Nullable OrtSession session = null;
        try {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "pakit");
            session = open(environment, onnx);
            return new RuntimeNetwork(onnx, title, settings, new Opened(environment, session));
        } catch (OrtException | PakitException.Corrupt e) {
            if (session != null) {
                close(session);
            }
            throw new PakitException.Corrupt(why.getMessage() + "; nor does ONNX Runtime take it: " + firstLine(e), e);
        }
    }

    /// One call is one thread's work, and what it took it gives back: nodes are shared with others.
    private static OrtSession open(OrtEnvironment environment, byte[] onnx) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setCPUArenaAllocator(false);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return environment.createSession(onnx, options);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.warn("ONNX Runtime does not give back a session: {}", e.getMessage());
        }
    }

    /// @param rows 1, or -1 for any number
    private record Tensors(String input, long[] inputShape, long rows, String output) {
        static Tensors of(OrtSession session) throws OrtException {
            List<NodeInfo> inputs = List.copyOf(session.getInputInfo().values());
            List<NodeInfo> outputs = session.getOutputInfo().values().stream()
                    .filter(Tensors::isFloats)
                    .toList();
            if (inputs.size() != 1 || !isFloats(inputs.getFirst())) {
                throw new PakitException.Corrupt("it must have one input, of type FLOAT, found " + named(inputs));
            }
            if (outputs.size() != 1) {
                throw new PakitException.Corrupt("it must have one output of type FLOAT, found " + named(outputs));
            }
            String name = inputs.getFirst().getName();
            long[] shape = ((TensorInfo) inputs.getFirst().getInfo()).getShape().clone();
            if (shape.length == 0 || shape[0] > 1 || shape[0] == 0) {
                throw new PakitException.Corrupt("input '" + name + "' has shape " + Arrays.toString(shape)
                        + ", its first dimension must be free or 1");
            }
            long width = 1;
            for (int i = 1; i < shape.length; i++) {
                if (shape[i] < 1 || shape[i] > WIDTH_MAX || (width *= shape[i]) > WIDTH_MAX) {
                    throw new PakitException.Corrupt("input '" + name + "' has shape " + Arrays.toString(shape)
                            + "; but for the first its dimensions must be fixed, with at most " + WIDTH_MAX
                            + " values in all");
                }
            }
            return new Tensors(name, shape, shape[0], outputs.getFirst().getName());
        }

        private static boolean isFloats(NodeInfo node) {
            return node.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT;
        }

        private static List<String> named(List<NodeInfo> nodes) {
            return nodes.stream()
                    .map(node -> node.getName() + " ("
                            + (node.getInfo() instanceof TensorInfo tensor ? tensor.onnxType : node.getInfo()) + ")")
                    .toList();
        }

        long[] shape(int count) {
            long[] shape = inputShape.clone();
            shape[0] = count;
            return shape;
        }
    }

    /// The shape of the output is that of an answer: files often leave it open.
    private static Signature signature(Opened opened, Tensors found) throws OrtException {
        List<Long> input = shape(found.inputShape());
        int width = new Signature.Tensor(found.input(), input).width();
        try (OnnxTensor zeros =
                        OnnxTensor.createTensor(opened.environment, FloatBuffer.allocate(width), found.shape(1));
                OrtSession.Result result = opened.session.run(Map.of(found.input(), zeros), Set.of(found.output()))) {
            long[] answered = ((TensorInfo) result.get(0).getInfo()).getShape();
            if (answered.length == 0
                    || answered[0] != 1
                    || Arrays.stream(answered).anyMatch(size -> size < 1)) {
                throw new PakitException.Corrupt("output '" + found.output() + "' has shape "
                        + Arrays.toString(answered) + " for one row; its first dimension must be the rows");
            }
            return new Signature(
                    new Signature.Tensor(found.input(), input), new Signature.Tensor(found.output(), shape(answered)));
        }
    }

    private static List<Long> shape(long[] dimensions) {
        List<Long> shape = new ArrayList<>();
        Arrays.stream(dimensions).forEach(shape::add);
        shape.set(0, -1L);
        return shape;
    }

    Signature signature() {
        return signature;
    }

    @Override
    public int inputs() {
        return signature.input().width();
    }

    @Override
    public int outputs() {
        return signature.output().width();
    }

    @Override
    public void forward(int rows, float[] in, float[] out) {
        int together = tensors.rows() == 1 ? 1 : rows;
        for (int row = 0; row < rows; row += together) {
            float[] asked = Arrays.copyOfRange(in, row * inputs(), (row + together) * inputs());
            float[] answer = calls.call(new Run(asked, together));
            System.arraycopy(answer, 0, out, row * outputs(), answer.length);
        }
    }

    @Override
    public void forward(int from, int to, float[] in, float[] out) {
        forward(1, in, out);
    }

    /// The file as it was read; it has its own names.
    @Override
    public byte[] toOnnx(String inputName, String outputName) {
        return onnx.clone();
    }

    /// One call. Everything it touches is its own.
    private final class Run implements BoundedCalls.Work {
        private final float[] asked;
        private final int rows;
        private OrtSession.@Nullable RunOptions running;
        private boolean stopped;

        Run(float[] asked, int rows) {
            this.asked = asked;
            this.rows = rows;
        }

        @Override
        public float[] answer() throws OrtException {
            try (OrtSession.RunOptions options = new OrtSession.RunOptions();
                    OnnxTensor input =
                            OnnxTensor.createTensor(environment, FloatBuffer.wrap(asked), tensors.shape(rows))) {
                begin(options);
                try (OrtSession.Result result =
                        session.run(Map.of(tensors.input(), input), Set.of(tensors.output()), options)) {
                    return floats((OnnxTensor) result.get(0));
                } finally {
                    end();
                }
            }
        }

        private float[] floats(OnnxTensor tensor) {
            FloatBuffer values = tensor.getFloatBuffer();
            if (values == null || values.remaining() != rows * outputs()) {
                throw new PakitException.Unavailable("its answer to " + rows + " rows has shape "
                        + Arrays.toString(tensor.getInfo().getShape()));
            }
            float[] answer = new float[values.remaining()];
            values.get(answer);
            return answer;
        }

        private synchronized void begin(OrtSession.RunOptions options) throws OrtException {
            running = options;
            options.setTerminate(stopped);
        }

        private synchronized void end() {
            running = null;
        }

        @Override
        public synchronized void stop() {
            stopped = true;
            if (running != null) {
                try {
                    running.setTerminate(true);
                } catch (OrtException e) {
                    LOG.warn("ONNX Runtime does not stop a call: {}", e.getMessage());
                }
            }
        }
    }

    /// The session is closed when its last call has ended.
    @Override
    public void close() {
        calls.close();
    }
}
