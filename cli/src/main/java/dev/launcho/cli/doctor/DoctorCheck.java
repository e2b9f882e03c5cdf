package dev.launcho.cli.doctor;

import java.io.IOException;
import java.util.List;

/** A check of one thing on the machine or in the home. */
interface DoctorCheck {
    /** Returns the name that {@code launcho doctor} prints. */
    String name();

    /** @throws IOException if the subject can't be read; the caller reports that */
    List<CheckFinding> look(DoctorContext site) throws IOException;
}
