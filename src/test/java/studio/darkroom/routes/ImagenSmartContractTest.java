package studio.darkroom.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import studio.darkroom.testing.TestDarkroom;

/** The rows are those of contract imagen, section 6; others name the section. */
class ImagenSmartContractTest extends VendorContract {

    @Override
    String vendor() {
        return "imagen-smart";
    }

    @Override
    Wire wire() {
        return new Wire("imagen", "x-api-key", "i2i-create", "i2i-edit", "put", "get", true, null);
    }

    @Override
    void keys(Map<String, String> keys) {
        keys.remove("darkroom.lane.default.ticket");
    }

    @Override
    int projects(TestDarkroom studio) {
        return studio.sim.smartProjects().size();
    }

    @Override
    List<Way> ways() {
        List<Way> ways = new ArrayList<>(ImagenContractTest.both());
        Stream.of("valid", "boolean", "empty").forEach(shape -> {
            ways.add(Way.of("2.7", "i2i-name-shape", shape));
            ways.add(Way.of("2.7", "i2i-name-shape", shape, "i2i-create:drop-after"));
        });
        Stream.of("400", "409", "422").forEach(status ->
                ways.add(Way.of("6.12", "name-conflict", status, "i2i-create:drop-after", "i2i-name:1:status:404")));
        ways.add(Way.of("6.22", "i2i-minimum", "3"));
        ways.add(Way.of("1", "i2i-empty-edit", "400"));
        return ways;
    }

    @Override
    List<Held> held() {
        return List.of(
                new Held(Way.of("6.22", "i2i-minimum", "5"), "problem", "vendor-refused", "At least 5 images", 0),
                new Held(Way.of("6.17", "edit-outcome", "failed"), "problem", "edit-failed", "edit failed", 1),
                new Held(Way.of("6.16", "drop-results", "3"), "problem", "results-none", "offers no result", 1),
                new Held(Way.of("6.27", "put-content-type", "signed:image/jpeg"), "problem", "upload-refused",
                        "SignatureDoesNotMatch", 0));
    }
}
