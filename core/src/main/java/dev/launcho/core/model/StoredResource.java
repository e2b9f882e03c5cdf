package dev.launcho.core.model;

/**
 * A resource on this server.
 *
 * @param id the first 40 hex digits of its SHA-256
 * @param name of the file that was uploaded
 * @param size in bytes
 */
public record StoredResource(String id, String name, long size) {}
