package dev.launcho.core.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class RequestGatewayTest {
    @Test
    void failed_folderIsGone_saysSoAndWhatToDo() {
        assertThat(said(new NoSuchFileException("/home/state.json")))
                .contains("/home/state.json: no such file or folder; put it back")
                .endsWith("nothing was changed, running processes continue");
    }

    @Test
    void failed_noPermission_saysSoAndWhatToDo() {
        assertThat(said(new AccessDeniedException("/home/state.json")))
                .contains("/home/state.json: permission denied; let the server's user write there");
    }

    @Test
    void failed_forAnotherReason_saysItAsTheSystemDoes() {
        assertThat(said(new FileSystemException("/home/state.json", null, "No space left on device")))
                .contains("/home/state.json: No space left on device; nothing was changed");
    }

    private static String said(IOException e) {
        return String.join(" ", RequestGateway.failed(e).lines());
    }
}
