package studio.darkroom.routes;

import java.util.Map;

class ImagenContractTest extends VendorContract {

    @Override
    String vendor() {
        return "imagen";
    }

    @Override
    Wire wire() {
        return new Wire("x-api-key", "edit", "create");
    }

    @Override
    void keys(Map<String, String> keys) {
        // The studio's own ticket names the profile.
    }
}
