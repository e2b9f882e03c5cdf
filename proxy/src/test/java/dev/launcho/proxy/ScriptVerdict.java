package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;

/**
 * What one end of a connection must have seen, given what the other one did. It is worked out from TCP alone, and asked of a
 * direct connection and of a proxied one alike: where the kernel leaves something to luck, any of it is right.
 *
 * @param own what this end did
 * @param peer what the other one did
 * @param view what this end saw
 * @param other what the other one saw
 * @param nio whether the NIO engine was in between
 */
record ScriptVerdict(Script own, Script peer, Actor.Outcome view, Actor.Outcome other, boolean nio) {
    void check(String what) {
        assertThat(view.intact()).as(what + ": bytes in order").isTrue();
        assertThat(view.ending()).as(what + ": the end").isNotEqualTo(Actor.Ending.TIMEOUT);
        assertThat(view.received()).as(what + ": bytes").isLessThanOrEqualTo(peer.bytes());
        if (own.resets()) {
            // How much it got before is a matter of luck.
            return;
        }
        long least = peer.resets() ? other.arrived() : peer.bytes();
        assertThat(view.received()).as(what + ": bytes").isGreaterThanOrEqualTo(least);
        assertThat(ending()).as(what + ": the end").isIn(endings());
        if (!peer.resets()) {
            assertThat(view.unsent()).as(what + ": something was not taken").isFalse();
        }
        assertThat(other.unsent()).as(what + ": something was not taken").isFalse();
    }

    /** A write that is refused takes the reset away, and a read then sees an end. */
    private Actor.Ending ending() {
        return view.unsent() && !peer.finishes() ? Actor.Ending.RESET : view.ending();
    }

    private Set<Actor.Ending> endings() {
        if (!peer.resets()) {
            return EnumSet.of(Actor.Ending.FIN);
        }
        if (!peer.finishes()) {
            return EnumSet.of(Actor.Ending.RESET);
        }
        // A FIN may wait behind bytes that the reset throws away. NIO takes it for a part of the reset if it could not
        // write.
        boolean unclear = !other.finArrived() || nio && own.bytes() > 0;
        return peer.settles() || !unclear
                ? EnumSet.of(Actor.Ending.FIN)
                : EnumSet.of(Actor.Ending.FIN, Actor.Ending.RESET);
    }
}
