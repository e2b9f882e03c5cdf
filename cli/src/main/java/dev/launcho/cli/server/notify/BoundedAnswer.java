package dev.launcho.cli.server.notify;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A reader of the first bytes of an answer. It closes the connection if there are more. Called by one thread at a time. */
final class BoundedAnswer implements BodySubscriber<String> {
    /** Most bytes that are read. */
    static final int MOST = 4096;

    private final ByteBuffer bytes = ByteBuffer.allocate(MOST);
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private Flow.Subscription subscription = new Unsubscribed();

    /** What stands for the subscription until there is one. */
    private record Unsubscribed() implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            int count = Math.min(part.remaining(), bytes.remaining());
            bytes.put(part.slice().limit(count));
            if (count < part.remaining()) {
                subscription.cancel();
                onComplete();
                return;
            }
        }
        subscription.request(1);
    }

    @Override
    public void onError(Throwable cause) {
        text.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        text.complete(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }
}
