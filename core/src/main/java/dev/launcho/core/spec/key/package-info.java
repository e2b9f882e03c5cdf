/**
 * The keys of the target file, with their bounds, descriptions and examples, and the schema that is made of them.
 *
 * <p>Pure; any thread. Imports {@code core.yaml}, {@code core.model} and {@code core.text}. Imported by
 * {@code core.spec}, {@code core.intent}, {@code core.reconcile}, {@code cli.command} and {@code cli.line}.
 */
@NullMarked
package dev.launcho.core.spec.key;

import org.jspecify.annotations.NullMarked;
