package dev.tidegate.pipeline;

import dev.tidegate.engine.EngineReads;
import dev.tidegate.message.OutcomeCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A read on its way: run by the consumer, completed by the answerer. */
final class ReadTask<T extends @Nullable Object> {
    private final Function<EngineReads, T> function;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable error;

    ReadTask(final Function<EngineReads, T> function) {
        this.function = function;
    }

    CompletableFuture<T> future() {
        return future;
    }

    /** Whatever the function throws is the caller's own and stays with this read. */
    void run(final EngineReads reads) {
        try {
            result = function.apply(reads);
        } catch (final Throwable thrown) {
            error = thrown;
        }
    }

    void refuse(final OutcomeCode code, final PipelineState state) {
        error = new PipelineException(code, state);
    }

    @SuppressWarnings("NullAway") // a null result is the function's own answer
    void complete() {
        if (error == null) {
            future.complete(result);
        } else {
            future.completeExceptionally(error);
        }
    }
}
