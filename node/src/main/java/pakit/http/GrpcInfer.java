package pakit.http;

import com.google.protobuf.MessageLite;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.inference.Inference;
import pakit.ml.serving.Prediction;
import pakit.oip.ModelInferRequest;

/// Answers ModelInfer. Nearly all calls have one input and its bytes: these are read and written by hand, for the
/// objects of the generated code cost more than the prediction. All others take the generated code.
final class GrpcInfer implements GrpcMethod.Prompt {
    private final Inference inference;

    /// What went before the last answer's bytes: models change rarely.
    private volatile @Nullable RawAnswer last;

    GrpcInfer(Inference inference) {
        this.inference = inference;
    }

    @Override
    public byte[] frame(GrpcQuestion question) {
        RawQuestion raw = RawQuestion.read(question.message());
        if (raw == null) {
            return GrpcAnswers.framed(answer(question));
        }
        String unit = question.user() == null ? given(raw.id()) : question.user();
        Prediction prediction =
                inference.infer(raw.model(), given(raw.version()), unit, List.of(raw.input()), List.of());
        RawAnswer form = last;
        if (form == null || !form.fits(prediction)) {
            form = RawAnswer.to(prediction);
            last = form;
        }
        return form.frame(raw.id(), prediction.outputs());
    }

    @Override
    public MessageLite answer(GrpcQuestion question) {
        ModelInferRequest request = question.as(ModelInferRequest.parser());
        String unit = question.user() == null ? given(request.getId()) : question.user();
        return GrpcTensors.answer(
                request,
                inference.infer(
                        request.getModelName(),
                        given(request.getModelVersion()),
                        unit,
                        GrpcTensors.inputs(request),
                        GrpcTensors.outputs(request)));
    }

    /// Null for what was left empty.
    static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }
}
