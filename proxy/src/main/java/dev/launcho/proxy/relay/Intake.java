package dev.launcho.proxy.relay;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the clients of a listening socket go to, and how many may come. Any thread. */
public interface Intake {
    /** What is told of a listening socket whose intake has no place, each time it comes to that. */
    String FULL = "has as many clients as its service may (max_connections): who comes now waits until one has left";

    /** Takes a place for one more client; null = none is free, and who comes has to wait in the kernel's backlog. */
    @Nullable
    Place admit();

    /** Runs {@code again} once, on any thread, when {@link #admit} is worth another try; at once if it is already. */
    void whenFree(Runnable again);

    /** A place for one client. Exactly one {@link #giveBack} ends it, whether a client came or not. */
    interface Place {
        /** Makes the owner of a connection, on an arbitrary loop; {@link RelayOwner#begin} follows on the connection's own. */
        RelayOwner arrive(Relay relay);

        /** Nobody came, or the client's descriptor is closed. */
        void giveBack();
    }

    /** Any number. @param accept as {@link Place#arrive} */
    static Intake unlimited(Function<Relay, RelayOwner> accept) {
        Place place = new Place() {
            @Override
            public RelayOwner arrive(Relay relay) {
                return accept.apply(relay);
            }

            @Override
            public void giveBack() {
                // There are always more.
            }
        };
        return new Intake() {
            @Override
            public Place admit() {
                return place;
            }

            @Override
            public void whenFree(Runnable again) {
                again.run();
            }
        };
    }
}
