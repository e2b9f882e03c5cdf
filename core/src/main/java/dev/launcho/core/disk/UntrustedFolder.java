package dev.launcho.core.disk;

import java.io.IOException;

/** Thrown if a folder can't be used because another user could change its contents, or where its path leads. */
public final class UntrustedFolder extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient FolderDistrust distrust;

    UntrustedFolder(FolderDistrust distrust) {
        super(distrust.words());
        this.distrust = distrust;
    }

    public FolderDistrust distrust() {
        return distrust;
    }
}
