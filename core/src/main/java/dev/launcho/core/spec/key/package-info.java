/**
 * The keys of the target file, with their bounds, descriptions and examples, and the schema that is made of them.
 *
 * <p>Pure; any thread. Imports {@code core.yaml}, {@code core.model} and {@code core.text}.
 */
@NullMarked
package dev.launcho.core.spec.key;

import org.jspecify.annotations.NullMarked;
