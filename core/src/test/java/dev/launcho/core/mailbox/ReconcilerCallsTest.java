package dev.launcho.core.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an asker is told is what becomes of the call. The test is the reconciler. */
class ReconcilerCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Mailbox mailbox = new Mailbox();
    private final AtomicInteger made = new AtomicInteger();
    private final ExecutorService askers = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        askers.shutdownNow();
    }

    private CompletableFuture<Integer> change(ReconcilerCalls calls, Callable<Integer> what) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return calls.change(what);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                askers);
    }

    /** Takes what there is, as the reconciler does: answers come after the batch. */
    private void turn() throws InterruptedException {
        List<Runnable> answers = new ArrayList<>();
        mailbox.receive(0, 1_000, message -> take(message, answers));
        answers.forEach(Runnable::run);
    }

    @Test
    void change_inTime_isAnswered() throws Exception {
        CompletableFuture<Integer> answer = change(new ReconcilerCalls(mailbox, NEVER, NEVER), made::incrementAndGet);
        while (!answer.isDone()) {
            turn();
        }

        assertThat(answer.join()).isEqualTo(1);
    }

    @Test
    void change_thatIsRefused_tellsWhy() throws Exception {
        CompletableFuture<Integer> answer = change(new ReconcilerCalls(mailbox, NEVER, NEVER), () -> {
            throw new IOException("disk full");
        });
        while (!answer.isDone()) {
            turn();
        }

        assertThatThrownBy(answer::join).hasRootCauseMessage("disk full");
    }

    @Test
    void change_notBegunInTime_isNeverMade() throws Exception {
        ReconcilerCalls calls = new ReconcilerCalls(mailbox, SHORT, NEVER);

        assertThatThrownBy(() -> calls.change(made::incrementAndGet)).isInstanceOf(ServerBusy.class);
        turn();

        assertThat(made).as("what was taken back").hasValue(0);
    }

    @Test
    void change_begunAndStuck_isOfUnknownOutcomeAndMayBeMade() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CompletableFuture<Integer> answer = change(new ReconcilerCalls(mailbox, NEVER, SHORT), () -> {
            stuck.await();
            return made.incrementAndGet();
        });
        CompletableFuture<Void> reconciler = CompletableFuture.runAsync(() -> untilTaken(), askers);

        assertThatThrownBy(answer::join).hasCauseInstanceOf(UnknownOutcome.class);
        stuck.countDown();
        reconciler.join();
        assertThat(made).hasValue(1);
    }

    private void untilTaken() {
        try {
            AtomicBoolean taken = new AtomicBoolean();
            while (!taken.get()) {
                mailbox.receive(100, 1, message -> {
                    take(message, new ArrayList<>());
                    taken.set(true);
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void change_madeButNotYetSeenByReaders_isAnsweredWithWhatCameOfIt() throws Exception {
        // Long enough for one that is begun to be made, on whatever machine.
        ReconcilerCalls calls = new ReconcilerCalls(mailbox, NEVER, Duration.ofSeconds(3));
        CompletableFuture<Integer> answer = change(calls, made::incrementAndGet);
        untilTaken();
        assertThat(answer.join()).isEqualTo(1);
    }

    @Test
    void change_askerIsInterrupted_isNeverMade() throws Exception {
        ReconcilerCalls calls = new ReconcilerCalls(mailbox, NEVER, NEVER);
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        Thread asker = new Thread(() -> {
            try {
                calls.change(made::incrementAndGet);
            } catch (IOException e) {
                failures.add(e);
            }
        });
        asker.start();
        asker.interrupt();
        asker.join(SOON.toMillis());
        turn();

        assertThat(failures).singleElement().isInstanceOf(ServerBusy.class);
        assertThat(made).hasValue(0);
    }

    @Test
    void ask_stuck_isNoUnknownOutcome() {
        ReconcilerCalls calls = new ReconcilerCalls(mailbox, SHORT, SHORT);

        assertThatThrownBy(() -> calls.ask(made::incrementAndGet)).isInstanceOf(ServerBusy.class);
    }

    @Test
    void tell_late_isDoneAllTheSame() throws Exception {
        new ReconcilerCalls(mailbox, SHORT, SHORT).tell(made::incrementAndGet);
        turn();

        assertThat(made).hasValue(1);
    }

    /** Askers that give up at the very moment in which the reconciler takes their calls. */
    @Test
    void change_takenAndGivenUpAtOnce_isOneOfTheTwo() throws Exception {
        long seed = Long.getLong("launcho.calls.seed", System.nanoTime());
        System.out.println("launcho.calls.seed=" + seed);
        Random random = new Random(seed);
        int count = 2_000;
        Queue<String> lies = new ConcurrentLinkedQueue<>();
        AtomicInteger busy = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(count);
        AtomicBoolean[] begun = new AtomicBoolean[count];
        AtomicBoolean[] taken = new AtomicBoolean[count];
        for (int n = 0; n < count; n++) {
            begun[n] = new AtomicBoolean();
            taken[n] = new AtomicBoolean();
            int call = n;
            ReconcilerCalls calls = new ReconcilerCalls(mailbox, Duration.ofNanos(random.nextInt(400_000)), NEVER);
            askers.execute(() -> {
                try {
                    calls.change(() -> begun[call].getAndSet(true));
                    if (!begun[call].get()) {
                        lies.add(call + " was answered and not made");
                    }
                } catch (ServerBusy e) {
                    taken[call].set(true);
                    busy.incrementAndGet();
                } catch (IOException e) {
                    lies.add(call + ": " + e);
                } finally {
                    asked.countDown();
                }
            });
            if (random.nextInt(4) == 0) {
                LockSupport.parkNanos(random.nextInt(200_000));
                turn();
            }
        }
        await().atMost(SOON).until(() -> {
            turn();
            return asked.getCount() == 0;
        });
        turn();

        for (int n = 0; n < count; n++) {
            if (begun[n].get() && taken[n].get()) {
                lies.add(n + " was taken back and made");
            }
        }
        assertThat(lies).isEmpty();
        assertThat(busy).as("some were too late").hasPositiveValue();
    }

    /** The reconciler's part in a call. */
    private static void take(ReconcilerMessage message, List<Runnable> answers) {
        ReconcilerMessage.Ask ask = (ReconcilerMessage.Ask) message;
        ask.what().run();
        answers.add(ask.then());
    }
}
