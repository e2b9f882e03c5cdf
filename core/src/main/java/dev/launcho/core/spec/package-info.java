/**
 * Turns the YAML that a user wrote into the {@link dev.launcho.core.model.Target} that is carried out.
 *
 * <p>{@link dev.launcho.core.spec.TargetReader} reads a file and reports all its problems at once.
 * {@link dev.launcho.core.spec.ReferenceCheck} knows where each secret and resource is used.
 * {@link dev.launcho.core.spec.SecretResolver} puts secrets into the templates. {@link dev.launcho.core.spec.VersionHash}
 * decides whether the result needs a new instance.
 *
 * <p>A new key of the file needs bounds, a description and an example. It goes into {@code ProcessKeys}, {@code PolicyKeys},
 * {@code HealthKeys}, {@code LimitsKeys}, {@code ConfinementKeys}, {@code ServiceKeys} or {@code RulesKeys} of
 * {@code spec.key}. The readers use these, and {@link dev.launcho.core.spec.key.TargetSchema} is made of them.
 *
 * <p>Pure; any thread. No I/O, no name look-ups. Imports {@code core.model}, {@code core.yaml},
 * {@code core.text} and {@code spec.key}. Imported by {@code core.config}, {@code core.memory}, {@code core.intent},
 * {@code core.reconcile}, {@code core.admin} and the module {@code cli}.
 */
@NullMarked
package dev.launcho.core.spec;

import org.jspecify.annotations.NullMarked;
