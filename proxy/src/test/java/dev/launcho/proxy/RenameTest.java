package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A service gets another name: what comes before its socket was given to that is served under it. */
class RenameTest extends BalancerFixture {
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** The thread that gives sockets away stands still once it has told of {@code site}. */
    @Override
    LoadBalancer.Listener listener() {
        return new LoadBalancer.Listener() {
            @Override
            public void listening(String service) {
                told.listening(service);
                if (service.equals("site")) {
                    awaitGoOn();
                }
            }

            @Override
            public void listenFailed(String service, String message) {
                told.listenFailed(service, message);
            }

            @Override
            public void drained(InstanceId instance) {
                told.drained(instance);
            }

            @Override
            public void ejected(String service, InstanceId instance, Duration time, FailureKind cause) {
                told.ejected(service, instance, time, cause);
            }

            @Override
            public void readmitted(String service, InstanceId instance) {
                told.readmitted(service, instance);
            }

            @Override
            public void warned(String subject, String message) {
                told.warned(subject, message);
            }
        };
    }

    private void awaitGoOn() {
        try {
            goOn.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void renamed_socketNotYetGiven_isServedUnderItsNewName() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        balancer.apply(new Routes(List.of(service("site", web, Routes.Hold.NONE, a.active()))));
        awaitTold("listening site");

        try {
            balancer.apply(new Routes(List.of(service("shop", web, Routes.Hold.NONE, a.active()))));
            assertThat(connect().line()).isEqualTo("a");
            assertThat(balancer.counters().service("shop").accepted()).isEqualTo(1);
        } finally {
            goOn.countDown();
        }
    }
}
