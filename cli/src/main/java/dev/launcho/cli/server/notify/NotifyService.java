package dev.launcho.cli.server.notify;

import dev.launcho.cli.protocol.ReceiverAnswer;
import dev.launcho.cli.protocol.ReceiverView;
import dev.launcho.core.admin.WellnessView;
import dev.launcho.core.event.Event;
import dev.launcho.core.text.QuotedText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The sender of messages. Events may come from the beginning, from any thread, and never wait. Messages leave once it is started.
 * Without receivers it does nothing.
 */
public final class NotifyService implements Consumer<Event>, ReceiverOperations, AutoCloseable {
    /** Most signs that wait for the thread {@code notify}. */
    static final int MOST_SIGNS = 1024;

    /** How often the thread looks whether it is to end, or to write what was delivered. */
    private static final Duration WAKE_EVERY = Duration.ofMillis(500);
    /** How often it looks whether troubles are over. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** Most code points of an answer that are shown. */
    private static final int SHOWN = 200;

    private static final Duration JOIN = Duration.ofSeconds(2);

    private final List<ReceiverWorker> workers;
    private final HttpDelivery delivery;
    private final NotifyFile file;
    private final TroubleBook book = new TroubleBook();
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final NotifyLog log;
    private final BlockingQueue<TroubleSign> signs = new ArrayBlockingQueue<>(MOST_SIGNS);
    private final AtomicLong lostSigns = new AtomicLong();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Optional<Thread> thread = Optional.empty();

    private final AtomicBoolean ending = new AtomicBoolean();

    // Of the thread "notify".
    private Optional<WellnessView> wellness = Optional.empty();
    private long revision;
    private boolean statusFailed;
    private long nextLook;

    /**
     * @param clock for messages
     * @param ticker monotonic, nanoseconds; when a trouble has settled
     */
    NotifyService(
            List<ReceiverEndpoint> receivers,
            Path file,
            HttpDelivery delivery,
            DeliveryBackoff backoff,
            InstantSource clock,
            LongSupplier ticker,
            NotifyLog log) {
        this.delivery = delivery;
        this.clock = clock;
        this.ticker = ticker;
        this.log = log;
        this.file = new NotifyFile(file, log::warn);
        this.nextLook = ticker.getAsLong();
        this.workers = receivers.stream()
                .map(r -> new ReceiverWorker(r, delivery, backoff, clock, ticker, log, () -> changed.set(true)))
                .toList();
    }

    /**
     * Takes over what an earlier server has left.
     *
     * @param file in the home; removed if there are no receivers
     */
    public static NotifyService open(List<ReceiverEndpoint> receivers, Path file, NotifyLog log) {
        InstantSource clock = InstantSource.system();
        NotifyService service = new NotifyService(
                receivers,
                file,
                new HttpDelivery(MachineName.read(), clock, HttpDelivery.PATIENCE, SystemAuthorities::tls),
                DeliveryBackoff.USUAL,
                clock,
                System::nanoTime,
                log);
        service.restore();
        return service;
    }

    void restore() {
        if (workers.isEmpty()) {
            file.remove();
            return;
        }
        NotifyState earlier = file.load();
        book.restore(earlier.open());
        for (ReceiverWorker worker : workers) {
            earlier.waiting().getOrDefault(worker.endpoint().id(), List.of()).forEach(worker::restore);
        }
    }

    @Override
    public void accept(Event event) {
        if (workers.isEmpty()) {
            return;
        }
        for (TroubleSign sign : EventSigns.of(event)) {
            if (!signs.offer(sign) && lostSigns.getAndIncrement() == 0) {
                log.warn("troubles come faster than messages can be made of them, so that some get none;"
                        + " metrics count them");
            }
        }
    }

    /** Begins to send. @param status of the server, asked every five seconds while a trouble is open, and by each batch of signs */
    public synchronized void start(Supplier<WellnessView> status) {
        if (workers.isEmpty() || closed.get()) {
            return;
        }
        workers.forEach(ReceiverWorker::start);
        Thread started = new Thread(() -> run(status), "notify");
        started.setDaemon(true);
        started.start();
        thread = Optional.of(started);
    }

    private void run(Supplier<WellnessView> status) {
        try {
            while (!closed.get()) {
                List<TroubleSign> batch = new ArrayList<>();
                TroubleSign first = signs.poll(WAKE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    signs.drainTo(batch);
                }
                if (!batch.isEmpty() || !book.isEmpty() && ticker.getAsLong() - nextLook >= 0) {
                    look(status);
                    take(batch);
                }
                if (changed.getAndSet(false)) {
                    save();
                }
            }
            takeRest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The server ends.
        }
    }

    /** Takes the signs that came before the end. */
    private void takeRest() {
        wellness = Optional.empty();
        List<TroubleSign> rest = new ArrayList<>();
        signs.drainTo(rest);
        take(rest);
    }

    private void look(Supplier<WellnessView> status) {
        nextLook = ticker.getAsLong() + LOOK_EVERY.toNanos();
        wellness = Optional.empty();
        try {
            WellnessView view = status.get();
            revision = view.revision();
            wellness = Optional.of(view).filter(seen -> !ending.get());
        } catch (RuntimeException e) {
            if (!statusFailed) {
                log.warn("the ends of troubles are not seen, since the status can't be read: " + e);
            }
            statusFailed = true;
        }
    }

    /** Makes messages of signs; keeps them before they leave, so that a crash loses none. */
    private void take(List<TroubleSign> batch) {
        List<OpenTrouble> before = book.open();
        List<NotifyMessage> messages = new ArrayList<>();
        for (TroubleSign sign : batch) {
            messages.addAll(book.take(sign, revision));
        }
        wellness.ifPresent(well -> messages.addAll(book.settle(well, revision, clock.instant(), ticker.getAsLong())));
        if (book.waitsForHome() && save()) {
            book.homeWritten();
        }
        if (messages.isEmpty() && book.open().equals(before)) {
            return;
        }
        changed.set(false);
        save(messages);
        messages.forEach(message -> workers.stream()
                .filter(worker -> message.isFor(worker.endpoint().on()))
                .forEach(worker -> worker.add(message)));
    }

    private boolean save() {
        return save(List.of());
    }

    /**
     * @param coming messages that their receivers get next
     * @return whether the file is written
     */
    private boolean save(List<NotifyMessage> coming) {
        Map<String, List<NotifyMessage>> waiting = new HashMap<>();
        for (ReceiverWorker worker : workers) {
            List<NotifyMessage> all = new ArrayList<>(worker.waiting());
            coming.stream()
                    .filter(message -> message.isFor(worker.endpoint().on()))
                    .forEach(all::add);
            int surplus = Math.max(0, all.size() - MessageQueue.MOST);
            waiting.put(worker.endpoint().id(), all.subList(surplus, all.size()));
        }
        return file.save(new NotifyState(book.open(), waiting));
    }

    @Override
    public List<ReceiverView> list() {
        return workers.stream().map(ReceiverWorker::view).toList();
    }

    int waitingSigns() {
        return signs.size();
    }

    /** Returns how many signs got no message, since too many came at once. */
    public long lostSigns() {
        return lostSigns.get();
    }

    @Override
    public List<ReceiverAnswer> test(int number) throws InterruptedException {
        List<ReceiverEndpoint> asked = workers.stream()
                .map(ReceiverWorker::endpoint)
                .filter(endpoint -> number == 0 || endpoint.number() == number)
                .toList();
        NotifyMessage message = NotifyMessage.test(clock.instant());
        List<ReceiverAnswer> answers = new ArrayList<>();
        for (DeliveryResult result : delivery.sendAll(asked, message)) {
            ReceiverEndpoint endpoint = asked.get(answers.size());
            answers.add(new ReceiverAnswer(
                    endpoint.number(),
                    endpoint.url().shown(),
                    result.outcome() == DeliveryResult.Outcome.DELIVERED,
                    result.problem(),
                    shown(result.answer())));
        }
        return answers;
    }

    private static String shown(String answer) {
        StringBuilder shown = new StringBuilder();
        QuotedText.clean(answer.strip()).codePoints().limit(SHOWN).forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** Says that the server stops its processes: from now on no trouble is over because its process is gone. */
    public void serverEnds() {
        ending.set(true);
    }

    /** Ends the sending. Signs that have come and messages that were not delivered are kept for the next server. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        Optional<Thread> running;
        synchronized (this) {
            running = thread;
        }
        try {
            if (running.isPresent()) {
                end(running.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            delivery.close();
        }
    }

    private void end(Thread running) throws InterruptedException {
        workers.forEach(ReceiverWorker::stop);
        delivery.close();
        running.join(JOIN.toMillis());
        long end = System.nanoTime() + JOIN.toNanos();
        for (ReceiverWorker worker : workers) {
            worker.join(Duration.ofNanos(end - System.nanoTime()));
        }
        if (!running.isAlive()) { // Else the disk hangs in its write.
            save();
        }
    }
}
