/**
 * Reads YAML that people write. Every fault has its line and column, and words that say what to do.
 *
 * <p>{@link dev.launcho.core.yaml.YamlDocument} turns bytes into a {@link dev.launcho.core.yaml.YamlValue}, a
 * {@link dev.launcho.core.yaml.YamlMap} reads its keys, {@link dev.launcho.core.yaml.Problems} collects what is wrong.
 * No input makes any of them throw. Bounds: 1 MiB of text, 100,000 values once aliases are expanded, 32 levels of
 * nesting, 1,000 reported problems.
 *
 * <p>One reading belongs to one thread; {@link dev.launcho.core.yaml.Problem} is immutable. No I/O. Imports SnakeYAML,
 * the JDK and {@code core.text}; SnakeYAML's types do not leave this package. Imported by {@code core.config},
 * {@code core.spec}, {@code spec.key}, {@code core.intent}, {@code core.reconcile} and the module {@code cli}.
 */
@NullMarked
package dev.launcho.core.yaml;

import org.jspecify.annotations.NullMarked;
