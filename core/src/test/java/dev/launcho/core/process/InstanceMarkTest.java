package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import org.junit.jupiter.api.Test;

class InstanceMarkTest {
    private static final String HOME = "0123456789abcdef";
    private static final InstanceId OTTER = new InstanceId("calm-otter-7");

    @Test
    void instance_marksOfAllServers_areThisHomes() {
        assertThat(InstanceMark.instance(HOME + "/calm-otter-7", HOME)).contains("calm-otter-7");
        assertThat(InstanceMark.instance(HOME + "/5ec2e7/calm-otter-7", HOME)).contains("calm-otter-7");
        assertThat(InstanceMark.instance(InstanceMark.fresh(HOME, OTTER), HOME)).contains("calm-otter-7");
    }

    @Test
    void instance_markOfAnotherHome_isNone() {
        assertThat(InstanceMark.instance(HOME + "0/calm-otter-7", HOME)).isEmpty();
        assertThat(InstanceMark.instance(InstanceMark.fresh(HOME + "0", OTTER), HOME))
                .isEmpty();
    }

    /** That server adopts what ends with the name, and kills what begins with {@code HOME/} and is not adopted. */
    @Test
    void fresh_forTheFirstServers_isAdoptedAndNotKilled() {
        assertThat(InstanceMark.fresh(HOME, OTTER))
                .endsWith("/calm-otter-7")
                .startsWith(HOME)
                .doesNotStartWith(HOME + "/");
    }
}
