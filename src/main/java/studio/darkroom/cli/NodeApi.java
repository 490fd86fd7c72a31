package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A running node, as the commands speak with it: in the words of its HTTP API. */
interface NodeApi {

    /** @throws CommandFailure with why it cannot be told */
    JsonNode get(String path);

    /** @throws CommandFailure with why it cannot be done */
    JsonNode post(String path, String body);
}
