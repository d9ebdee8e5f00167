package io.vmaffleet.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the fields of one JSON object, each with its kind; what is missing, of another kind or unknown is named.
public final class Fields {
    private final String what;
    private final ObjectNode object;

    /// @param what how the object is called when one of its fields is wrong
    public Fields(String what, ObjectNode object) {
        this.what = what;
        this.object = object;
    }

    public void onlyKnown(Set<String> known) {
        for (String name : names()) {
            if (!known.contains(name)) {
                throw new WireFormatException(what + " has a field this version does not know: " + name);
            }
        }
    }

    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public boolean has(String name) {
        return object.has(name);
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name, "text"));
    }

    public Optional<String> optionalText(String name) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw missing(name, "text");
        }
        return Optional.of(node.textValue());
    }

    /// A list of texts.
    public List<String> texts(String name) {
        if (!(object.get(name) instanceof ArrayNode list)) {
            throw missing(name, "a list");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode node : list) {
            if (!node.isTextual()) {
                throw missing(name, "a list of texts");
            }
            texts.add(node.textValue());
        }
        return texts;
    }

    /// A list of objects.
    public List<Fields> objects(String name) {
        if (!(object.get(name) instanceof ArrayNode list)) {
            throw missing(name, "a list");
        }
        List<Fields> objects = new ArrayList<>();
        for (JsonNode node : list) {
            if (!(node instanceof ObjectNode inner)) {
                throw missing(name, "a list of objects");
            }
            objects.add(new Fields(what + "." + name, inner));
        }
        return objects;
    }

    /// An object for another codec.
    public ObjectNode node(String name) {
        return object(name).object;
    }

    public long whole(String name) {
        JsonNode node = object.get(name);
        if (node == null || !node.isIntegralNumber() || !node.canConvertToLong()) {
            throw missing(name, "a whole number");
        }
        return node.longValue();
    }

    public int wholeInt(String name) {
        long value = whole(name);
        if (value != (int) value) {
            throw missing(name, "a whole number of 32 bits");
        }
        return (int) value;
    }

    public double number(String name) {
        JsonNode node = object.get(name);
        if (node == null || !node.isNumber()) {
            throw missing(name, "a number");
        }
        return node.doubleValue();
    }

    public boolean truth(String name) {
        JsonNode node = object.get(name);
        if (node == null || !node.isBoolean()) {
            throw missing(name, "true or false");
        }
        return node.booleanValue();
    }

    public Optional<Fields> optionalObject(String name) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!(node instanceof ObjectNode inner)) {
            throw missing(name, "an object");
        }
        return Optional.of(new Fields(what + "." + name, inner));
    }

    public Fields object(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name, "an object"));
    }

    private WireFormatException missing(String name, String kind) {
        return new WireFormatException(what + " has no field '" + name + "' that is " + kind);
    }
}
