package dev.launcho.cli.line;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.spec.key.EditorModeline;
import dev.launcho.core.spec.key.TargetSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The schema of targets as a file in the home, where editors on this machine find it. */
public final class SchemaFile {
    private SchemaFile() {}

    /** Returns the text with the line by which an editor finds the schema, or as it is if the schema can't be written. */
    public static String withModeline(CommandContext session, String text) {
        Path file = session.home().dir().resolve(EditorModeline.FILE);
        try {
            String schema = TargetSchema.json();
            if (!Files.exists(file) || !Files.readString(file).equals(schema)) {
                AtomicFiles.write(file, schema);
            }
            return EditorModeline.with(text, file.toUri().toString());
        } catch (IOException readOnly) {
            return text;
        }
    }
}
