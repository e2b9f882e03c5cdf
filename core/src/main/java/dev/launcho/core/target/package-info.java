/**
 * From the YAML that a user wrote to the {@link dev.launcho.core.model.Target} that is carried out, and from its templates to
 * what an instance is started with.
 *
 * <p>{@link dev.launcho.core.target.TargetReader} reads a file and tells every problem of it at once.
 * {@link dev.launcho.core.target.References} knows where each secret and resource is used. {@link
 * dev.launcho.core.target.Resolver} puts secrets in, {@link dev.launcho.core.target.Versions} tells whether the result needs a
 * new instance.
 *
 * <p>A new key of the file goes into {@code ProcessKeys}, {@code PolicyKeys}, {@code HealthKeys}, {@code LimitsKeys} or
 * {@code ServiceKeys} or {@code RulesKeys}, with its bounds, a description and an example: the readers read by these, and {@link
 * dev.launcho.core.target.TargetSchema} is made of them.
 *
 * <p>Pure: no threads, no I/O, no name look-ups. Imports {@code core.model}, {@code core.yaml} and the JDK.
 */
@NullMarked
package dev.launcho.core.target;

import org.jspecify.annotations.NullMarked;
