package dev.tidegate.gateway.net;

import java.util.ArrayList;
import java.util.List;

/** Wakes each connection once for many answers. Used on the answering thread alone. */
public final class AnswerBursts {
    /** So that in a long burst the first answers need not wait for the last. */
    private static final int ANSWERS_AT_ONCE = 256;

    private final List<AnswerSink> touched = new ArrayList<>();
    private int answers;

    /** An answer has been laid down for that connection. */
    public void touch(final AnswerSink sink) {
        if (!sink.touched) {
            sink.touched = true;
            touched.add(sink);
        }
        if (++answers >= ANSWERS_AT_ONCE) {
            end();
        }
    }

    /** The last answer that is there has been laid down. */
    public void end() {
        answers = 0;
        for (int i = 0; i < touched.size(); i++) {
            final AnswerSink sink = touched.get(i);
            sink.touched = false;
            sink.wake();
        }
        touched.clear();
    }
}
