/**
 * The domain model: immutable records and enums of targets, processes, instances, services and probes.
 *
 * <p>Pure; any thread. Imports {@code core.text} and {@code core.failure}. Imported by most packages of core and of proxy, and
 * by some of cli.
 */
@NullMarked
package dev.launcho.core.model;

import org.jspecify.annotations.NullMarked;
