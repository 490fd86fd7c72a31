package studio.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A running node: each method returns the JSON of the HTTP API. All throw {@link CommandFailure} if the node refuses. */
interface NodeApi {

    /** @param state null for all @param lane null for all */
    JsonNode listShoots(String state, String lane);

    /** @param shoot id or name, here and below */
    JsonNode describeShoot(String shoot);

    /** Parameters as in {@link studio.darkroom.api.SpendReport#buildReport}. */
    JsonNode reportCharges(String since, String until, String lane);

    /** Parameters as in {@link studio.darkroom.api.ActionEndpoint#runShootAction}. */
    JsonNode runShootAction(String shoot, String action, String body);

    JsonNode runLaneAction(String lane, String action);
}
