package io.vmaffleet.coordinator.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.wire.Json;
import java.nio.charset.StandardCharsets;

/// What the server says to one request.
record Answer(int status, String contentType, byte[] body) {
    static Answer json(int status, ObjectNode json) {
        return new Answer(status, "application/json; charset=utf-8", utf8(Json.write(json)));
    }

    static Answer error(int status, String sentence) {
        return json(status, StatusJson.error(sentence));
    }

    static Answer text(int status, String contentType, String text) {
        return new Answer(status, contentType, utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
