package dev.launcho.core.process.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.CommandFault;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShebangLineTest {
    private static Optional<ShebangLine> of(String text) {
        return ShebangLine.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#!/bin/sh|/bin/sh|''",
                "#! \t/bin/sh  -e -u |/bin/sh|-e -u",
                "#!/usr/bin/env python3|/usr/bin/env|python3"
            })
    void of_theKernelsRule_splitsAtTheFirstGapOnly(String text, String interpreter, String argument) {
        ShebangLine line = of(text + "\nrest\n").orElseThrow();

        assertThat(line.interpreter()).isEqualTo(interpreter);
        assertThat(line.argument()).isEqualTo(argument);
    }

    @Test
    void of_nothingBehindTheMark_isNone() {
        assertThat(of("#! \t\necho"))
                .as("the kernel does not run it, a shell does")
                .isEmpty();
        assertThat(of("echo")).isEmpty();
        assertThat(of("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#!/bin/sh|/bin/sh",
                "#!/usr/bin/env python3|python3",
                "#!/usr/bin/env python3 -u|python3 -u",
                "#!/bin/sh -e|-e",
                "#!/bin/bash -e -u|-e -u",
                "#!/usr/bin/python3.11 -u|-u",
                "#!/usr/bin/perl|/usr/bin/perl",
                "'#!/usr/bin/perl '|''",
                "#!|''"
            })
    void carriageReturn_saysWhatItBecomesAPartOf(String text, String part) {
        assertThat(of(text + "\r\n")
                        .flatMap(line -> line.carriageReturn("./app"))
                        .map(CommandFault::detail))
                .contains(part);
        assertThat(of(text + "\n").flatMap(line -> line.carriageReturn("./app")))
                .isEmpty();
    }

    @Test
    void carriageReturn_whereItIsWhiteSpace_isNoFault() {
        assertThat(of("#!/usr/bin/perl -w\r\n").orElseThrow().carriageReturn("x"))
                .isEmpty();
        assertThat(of("#!/usr/bin/env -S perl -w\r\n").orElseThrow().carriageReturn("x"))
                .isEmpty();
    }
}
