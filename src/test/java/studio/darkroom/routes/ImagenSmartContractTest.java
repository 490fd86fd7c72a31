package studio.darkroom.routes;

import java.util.Map;

class ImagenSmartContractTest extends VendorContract {

    @Override
    String vendor() {
        return "imagen-smart";
    }

    @Override
    Wire wire() {
        return new Wire("x-api-key", "i2i-edit", "i2i-create");
    }

    @Override
    void keys(Map<String, String> keys) {
        keys.remove("darkroom.lane.default.ticket");
    }
}
