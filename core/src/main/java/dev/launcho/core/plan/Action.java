package dev.launcho.core.plan;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;

/** An action of a plan. The reconciler carries actions out in the order of the plan. */
public sealed interface Action {
    String process();

    /** Calls the method of {@code handler} for this kind of action. */
    void handTo(Handler handler, long now);

    /** Carries actions out. It has one method for each kind, so a new kind without a method does not compile. */
    interface Handler {
        void launch(Launch action, long now);

        void retire(Retire action, long now);

        void signal(Signal action, long now);

        void kill(Kill action, long now);

        void forget(Forget action, long now);

        void giveUp(GiveUp action, long now);

        void goLive(GoLive action, long now);
    }

    /** Starts a new instance in a slot. */
    record Launch(String process, Version version, int slot) implements Action {
        @Override
        public void handTo(Handler handler, long now) {
            handler.launch(this, now);
        }
    }

    /**
     * Takes an instance out of rotation and lets its connections end.
     *
     * @param fault whether this counts as a failure of the instance's slot
     */
    record Retire(String process, InstanceId id, String why, boolean fault) implements Action {
        /** A retirement that is not the instance's fault. */
        public Retire(String process, InstanceId id, String why) {
            this(process, id, why, false);
        }

        @Override
        public void handTo(Handler handler, long now) {
            handler.retire(this, now);
        }
    }

    /**
     * Sends the stop signal to an instance's process tree.
     *
     * @param fault whether this counts as a failure of the instance's slot
     */
    record Signal(String process, InstanceId id, String why, boolean fault) implements Action {
        @Override
        public void handTo(Handler handler, long now) {
            handler.signal(this, now);
        }
    }

    /** Sends SIGKILL to an instance's process tree. */
    record Kill(String process, InstanceId id) implements Action {
        @Override
        public void handTo(Handler handler, long now) {
            handler.kill(this, now);
        }
    }

    /** Forgets an instance that is gone: releases its ports, removes its directory, drops it from the state. */
    record Forget(String process, InstanceId id) implements Action {
        @Override
        public void handTo(Handler handler, long now) {
            handler.forget(this, now);
        }
    }

    /** Gives up a version that did not get healthy; the fallback, if there is one, keeps running. */
    record GiveUp(String process, Version version, String cause) implements Action {
        @Override
        public void handTo(Handler handler, long now) {
            handler.giveUp(this, now);
        }
    }

    /** Declares a version live: all its instances are stable, and no instance of another version serves any more. */
    record GoLive(String process, Version version) implements Action {
        @Override
        public void handTo(Handler handler, long now) {
            handler.goLive(this, now);
        }
    }
}
