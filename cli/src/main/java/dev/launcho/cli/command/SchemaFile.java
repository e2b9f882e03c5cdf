package dev.launcho.cli.command;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.target.Modeline;
import dev.launcho.core.target.TargetSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The schema of targets as a file in the home, where editors on this machine find it. */
final class SchemaFile {
    private SchemaFile() {}

    /** The text with the line by which an editor finds the schema; as it is if the schema can't be written there. */
    static String withModeline(Session session, String text) {
        Path file = session.home().dir().resolve(Modeline.FILE);
        try {
            String schema = TargetSchema.json();
            if (!Files.exists(file) || !Files.readString(file).equals(schema)) {
                AtomicFiles.write(file, schema);
            }
            return Modeline.with(text, file.toUri().toString());
        } catch (IOException readOnly) {
            return text;
        }
    }
}
