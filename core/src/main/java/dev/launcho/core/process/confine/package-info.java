/**
 * The confinement of an instance: read-only paths, a /tmp of its own, fewer capabilities.
 *
 * <p>Pure but for {@link dev.launcho.core.process.confine.PrivateTmp}, which runs on worker threads of the host. Imports
 * {@code core.model}, {@code core.disk}, {@code process.kernel} and {@code process.system}. Only {@code core.process}
 * imports it.
 */
@NullMarked
package dev.launcho.core.process.confine;

import org.jspecify.annotations.NullMarked;
