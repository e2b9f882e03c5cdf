package dev.launcho.cli.deploy;

/**
 * The settings of a folder that is deployed, as {@code launcho.yaml} has them. Immutable.
 *
 * @param server as {@code --which} takes it; empty = the one that is used without it
 * @param secret the name of the secret that holds the id of the resource
 * @param resource the name that the resource is listed under; empty = the name of the folder, with {@code .tar}
 * @param prefix a folder that all names begin with in the archive; empty = none
 * @param target the file of the target, from the folder on; empty = the target is not touched
 */
public record DeploySettings(String server, String secret, String resource, String prefix, String target) {
    /** The name of the file with the settings. */
    public static final String FILE = "launcho.yaml";
}
