package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A user whose launches hang keeps no other user's launches from a thread. */
@Tag("attack")
class LaunchQueueTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final LaunchQueue queue = new LaunchQueue(threads::add);
    private final List<String> launched = new ArrayList<>();

    private void launch(String uid, String name) {
        queue.execute(uid, () -> launched.add(name));
    }

    @Test
    void execute_manyOfOneUser_haveTheirShareAndComeInOrder() {
        for (int i = 1; i <= 5; i++) {
            launch("nobody", "nobody-" + i);
        }
        launch("other", "other-1");
        for (int i = 1; i <= 5; i++) {
            launch("", "own-" + i);
        }

        assertThat(threads).hasSize(LaunchQueue.SHARE + 1 + 5);
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
        assertThat(launched)
                .filteredOn(name -> name.startsWith("nobody"))
                .containsExactly("nobody-1", "nobody-2", "nobody-3", "nobody-4", "nobody-5");
        assertThat(launched).hasSize(11);
    }

    @Test
    void execute_launchThatThrows_givesItsTurnOn() {
        queue.execute("nobody", () -> {
            throw new IllegalStateException("the disk");
        });
        for (int i = 1; i <= 3; i++) {
            launch("nobody", "nobody-" + i);
        }
        while (!threads.isEmpty()) {
            try {
                threads.remove().run();
            } catch (IllegalStateException thrown) {
                assertThat(thrown).hasMessage("the disk");
            }
        }

        assertThat(launched).containsExactlyInAnyOrder("nobody-1", "nobody-2", "nobody-3");
        launch("nobody", "later");
        assertThat(threads).hasSize(1);
    }
}
