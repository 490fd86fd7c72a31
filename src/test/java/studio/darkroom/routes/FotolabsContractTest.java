package studio.darkroom.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.lifecycle.Step;
import studio.darkroom.sim.LoggedRequest;
import studio.darkroom.testing.TestDarkroom;

/** The rows are the assumptions of contract fotolabs, section 9; others name the section. */
class FotolabsContractTest extends VendorContract {

    private static final String EDIT = "fotolabs-process";

    @Override
    String vendor() {
        return "fotolabs";
    }

    @Override
    Wire wire() {
        return new Wire("fotolabs", "Authorization", "fotolabs-create", EDIT, "fotolabs-put", "fotolabs-get", false,
                "image/jpeg");
    }

    @Override
    void keys(Map<String, String> keys) {
        keys.remove("darkroom.lane.default.ticket");
    }

    @Override
    int projects(TestDarkroom studio) {
        return studio.sim.fotolabs().listings().size();
    }

    @Override
    List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        ways.add(way("A2", "validation-status", "422"));
        Stream.of("essential_monthly", "ultimate", "ultimate_monthly").forEach(plan -> ways.add(way("5", "plan", plan)));
        ways.add(way("A8", "create-status", "200"));
        ways.add(way("A8", "upload-status", "201"));
        Stream.of("201", "202").forEach(status -> ways.add(way("A8", "process-status", status)));
        Stream.of("title", "address").forEach(field -> ways.add(way("A9", "create-name-field", field)));
        ways.add(way("A9", "create-name-required", "no"));
        Stream.of("flat-id", "nested", "nested-id").forEach(shape -> ways.add(way("A10", "create-shape", shape)));
        ways.add(way("A12", "sign-content-type", "off"));
        ways.add(way("A12", "mime-table", "fallback"));
        Stream.of("refuse", "ignore").forEach(missing ->
                ways.add(way("A13", "missing-bytes", missing, "fotolabs-upload-url:1:drop-after")));
        ways.add(way("A15", "signed-results", "on"));
        ways.add(way("A15", "link-ttl", "600"));
        ways.add(way("A16", "window-mode", "span"));
        Stream.of("middle", "brightest").forEach(primary -> ways.add(way("A18", "primary", primary)));
        ways.add(way("A19", "hdr-failure", "primary"));
        ways.add(way("A22", "workers", "1"));
        ways.add(way("A24", "process-race", "double", EDIT + ":drop-after"));
        Stream.of("409", "422").forEach(status -> ways.add(way("A25", "empty-process-status", status)));
        ways.add(way("10", "fail", "A_2").missing(1));
        ways.add(way("10", "late-links", "3"));
        ways.add(way("2.5", "project-word", "Busy Now"));
        ways.add(way("2.6", "image-word", "cooking"));
        ways.add(way("2.6", "extra-fields", "on"));
        ways.add(way("2.6", "nulls", "missing"));
        return ways;
    }

    @Override
    List<Held> held() {
        List<Held> held = new ArrayList<>();
        Stream.of("missing", "declined").forEach(payment ->
                held.add(new Held(way("A4", "payment", payment), "outage", "billing-refused", "payment", 0)));
        held.add(new Held(way("A5", "plan", "free"), "outage", "key-refused", "free plan", 0));
        held.add(new Held(way("10", "fail", "."), "problem", "edit-failed", "model quota exhausted", 1));
        held.add(new Held(way("A23", "retention", "0"), "problem", "download-refused", "404", 1));
        return held;
    }

    private static Way way(String row, String about, String value, String... faults) {
        return Way.of(row, "fotolabs-" + about, value, faults);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", ""})
    void aLimitOfReadsIsWaitedForWhetherItSaysHowLongOrNot(String seconds) {
        studio().sim.switches().set("fotolabs-rate-limit", 1).set("fotolabs-retry-after", seconds);
        String name = shoot();
        assertThat(studio().runUntil(name, "outage").trouble().code()).isEqualTo("vendor-busy");
        studio().sim.switches().set("fotolabs-rate-limit", 0);
        studio().runUntil(name, Step.DONE);
        assertDelivered(name, 0);
    }

    @Test
    void itsApiMayStandBelowAnyPath() {
        studio().sim.switches().set("fotolabs-base-path", "/staging/eu");
        studio().stop();
        studio().setProperty("darkroom.vendor.fotolabs.url", studio().sim.fotolabsUrl() + "/staging/eu");
        studio().start();
        String name = shoot();
        try {
            studio().runUntil(name, Step.DONE);
        } finally {
            studio().stop();
            studio().setProperty("darkroom.vendor.fotolabs.url", studio().sim.fotolabsUrl());
            studio().start();
        }
        assertDelivered(name, 0);
        assertThat(studio().sim.requests()).filteredOn(call -> call.server().equals("fotolabs"))
                .extracting(LoggedRequest::path).isNotEmpty().allMatch(path -> path.startsWith("/staging/eu/v1/"));
    }
}
