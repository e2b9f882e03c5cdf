package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.model.StoredResource;

/** A resource, in lists and as the answer to an upload. */
public final class ResourceJson {
    private ResourceJson() {}

    public static JsonObject write(StoredResource resource) {
        return Json.object("id", resource.id(), "name", resource.name(), "size", resource.size());
    }

    public static StoredResource read(JsonObject json) {
        return new StoredResource(Json.string(json, "id"), Json.string(json, "name"), json.getLong("size"));
    }
}
