package dev.launcho.proxy.relay;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The admission of a listening socket's clients: limits their number, and gives each connection its owner. Any thread. */
public interface AdmissionControl {
    /** The warning about a listening socket whose admission has no place left. */
    String FULL = "has reached max_connections of its service: new clients wait until one leaves";

    /** Takes a place for one more client; null = no place is free, and new clients have to wait in the kernel's backlog. */
    @Nullable
    Place admit();

    /** Runs {@code again} once, on any thread, when {@link #admit} is worth another try; at once if a place is free now. */
    void whenFree(Runnable again);

    /** A place for one client. Exactly one {@link #giveBack} ends it, whether a client came or not. */
    interface Place {
        /** Creates the owner of a connection, on any loop; {@link RelayOwner#begin} follows on the connection's own loop. */
        RelayOwner arrive(Relay relay);

        /** Gives the place back: no client came, or the client's descriptor is closed. */
        void giveBack();
    }

    /** Returns an admission without a limit. @param accept as {@link Place#arrive} */
    static AdmissionControl unlimited(Function<Relay, RelayOwner> accept) {
        Place place = new Place() {
            @Override
            public RelayOwner arrive(Relay relay) {
                return accept.apply(relay);
            }

            @Override
            public void giveBack() {
                // Places are unlimited.
            }
        };
        return new AdmissionControl() {
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
